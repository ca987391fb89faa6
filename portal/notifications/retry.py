"""When a message that failed is tried again: a table and pure arithmetic.

The first attempt comes at once; each later one waits twice as long as the one before, up to a
cap, and is spread out by a share that follows from the message itself, so that messages which
failed together do not all come back together and a test can tell the moment exactly.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from portal.notifications.choices import Channel


@dataclass(frozen=True)
class RetryPolicy:
    """`base` must be longer than the channel's time limit: it also guards a running attempt."""

    attempts: int
    base: dt.timedelta
    cap: dt.timedelta
    spread: float = 0.2


_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
POLICIES: dict[str, RetryPolicy] = {
    Channel.INBOX: RetryPolicy(attempts=10, base=_MINUTE, cap=_HOUR),
    Channel.MAIL: RetryPolicy(attempts=8, base=_MINUTE, cap=2 * _HOUR),
    Channel.SMS: RetryPolicy(attempts=5, base=_MINUTE, cap=_HOUR),
    Channel.WEBHOOK: RetryPolicy(attempts=10, base=_MINUTE, cap=6 * _HOUR),
}


def delay(policy: RetryPolicy, *, attempt: int, seed: str) -> dt.timedelta:
    """How long to wait after attempt number `attempt` (from 1) before the next."""
    plain = min(policy.base * 2 ** (attempt - 1), policy.cap)
    digest = hashlib.sha256(f"{seed}:{attempt}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return plain * (1 + policy.spread * share)
