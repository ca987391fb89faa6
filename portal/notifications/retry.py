"""When a message that failed is tried again: a table and pure arithmetic.

The first attempt comes at once. Each later one waits twice as long as the one before, up to a
cap, and is spread out by a share that follows from the message itself, so that messages which
failed together do not all come back together and a test can tell the moment exactly. Pushes to
other systems wait as the table of Standard Webhooks says, and longer where the receiver asks.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from portal.notifications.choices import Channel


@dataclass(frozen=True)
class RetryPolicy:
    """`base` must be longer than the channel's time limit: it also guards a running attempt.

    `waits` are those after each attempt, where they follow no rule.
    """

    attempts: int
    base: dt.timedelta
    cap: dt.timedelta
    spread: float = 0.2
    waits: tuple[dt.timedelta, ...] = ()


_SECOND = dt.timedelta(seconds=1)
_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# The tries of Standard Webhooks: ten in all, over seventy-five hours.
_WAITS = (
    5 * _SECOND, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR,
    20 * _HOUR, 24 * _HOUR,
)  # fmt: skip
# No receiver may put off a message for longer.
LONGEST_WAIT = 24 * _HOUR
POLICIES: dict[str, RetryPolicy] = {
    Channel.INBOX: RetryPolicy(attempts=10, base=_MINUTE, cap=_HOUR),
    Channel.MAIL: RetryPolicy(attempts=8, base=_MINUTE, cap=2 * _HOUR),
    Channel.SMS: RetryPolicy(attempts=5, base=_MINUTE, cap=_HOUR),
    Channel.WEBHOOK: RetryPolicy(attempts=10, base=_MINUTE, cap=24 * _HOUR, spread=0, waits=_WAITS),
}


def delay(policy: RetryPolicy, *, attempt: int, seed: str) -> dt.timedelta:
    """How long to wait after attempt number `attempt` (from 1) before the next."""
    if policy.waits:
        return policy.waits[min(attempt, len(policy.waits)) - 1]
    plain = min(policy.base * 2 ** (attempt - 1), policy.cap)
    digest = hashlib.sha256(f"{seed}:{attempt}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return plain * (1 + policy.spread * share)


def lease(policy: RetryPolicy, *, attempt: int, seed: str) -> dt.timedelta:
    """How long an attempt that runs keeps others away: until the next, and no less than `base`."""
    return max(delay(policy, attempt=attempt, seed=seed), policy.base)
