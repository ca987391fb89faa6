"""What the rooms offer to take part in: each registers how to read its own, in
`AppConfig.ready()`, since this room knows none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

OPEN, SOON, CLOSED, ANSWERED = "open", "soon", "closed", "answered"
# In the order in which a reader meets them.
STATES: Final = {
    OPEN: "正在进行",
    SOON: "七天内截止",
    CLOSED: "已结束，等结果",
    ANSWERED: "已反馈",
}
SOON_WITHIN: Final = dt.timedelta(days=7)
_LONGEST_LINE: Final = 80


@dataclass(frozen=True)
class Offer:
    """Something one can take part in, or could.

    `kind` is the code of its kind; `opens_at` and `closes_at` its instants, the latter the first
    outside and None where it has no end; `public_at` is when it was taken to the public, where that
    may have been after it opened; `answered_at` is when its outcome was published. `counts`
    says how many took part, in words that the kind may say now ("" where none); `outcome` what came
    of it, in a line.
    """

    kind: str
    key: int
    title: str
    url: str
    organ: str
    organ_code: str
    opens_at: dt.datetime
    closes_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    public_at: dt.datetime | None = None
    gist: str = ""
    counts: str = ""
    outcome: str = ""

    @property
    def began_at(self) -> dt.datetime:
        """Since when people can take part: open, and everybody may know."""
        return max(self.opens_at, self.public_at or self.opens_at)

    def state(self, at: dt.datetime) -> str:
        """Where it stands at an instant; `SOON` is part of what is open."""
        if self.answered_at is not None:
            return ANSWERED
        if self.closes_at is not None and self.closes_at <= at:
            return CLOSED
        if self.closes_at is not None and self.closes_at <= at + SOON_WITHIN:
            return SOON
        return OPEN

    def is_in(self, state: str, at: dt.datetime) -> bool:
        """Whether it is to be found under a state: what ends soon is open too."""
        own = self.state(at)
        return own == state or (state == OPEN and own == SOON)


@dataclass(frozen=True)
class Kind:
    """A kind of thing to take part in: its name, and those that anybody may read of at an instant,
    newest first, as many as it has; `place` is where it stands among the others, `number` tells it
    from them for good, since what people were told of is remembered by it. `began` gives what began
    between two moments where `read` does not: the latter leaves out what is over.
    """

    code: str
    label: str
    place: int
    read: Callable[[dt.datetime], Iterable[Offer]]
    number: int
    began: Callable[[dt.datetime, dt.datetime], Iterable[Offer]] | None = None

    def begun(self, since: dt.datetime, until: dt.datetime) -> list[Offer]:
        """What began after a moment and not after another, earliest first, open still or not."""
        found = self.began(since, until) if self.began else self.read(until)
        fresh = [offer for offer in found if since < offer.began_at <= until]
        return sorted(fresh, key=lambda offer: (offer.began_at, offer.key))


def first_words(text: str) -> str:
    """The first line of a text, as much of it as an entry of the list holds."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Raises ValueError when its code already means something else."""
    taken = {each.number for code, each in _kinds.items() if code != kind.code}
    if kind.number in taken or _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"征询种类 {kind.code} 已登记为另一含义。")


def kinds() -> list[Kind]:
    """Every registered kind, by place."""
    return sorted(_kinds.values(), key=lambda kind: (kind.place, kind.code))


def offers(at: dt.datetime) -> list[Offer]:
    """Everything that has begun: what ends first first, what is over by its end, newest first."""
    found = [offer for kind in kinds() for offer in kind.read(at) if offer.opens_at <= at]
    return sorted(found, key=lambda offer: _order(offer, at))


def _order(offer: Offer, at: dt.datetime) -> tuple[int, float, str, int]:
    place = list(STATES).index(OPEN if offer.is_in(OPEN, at) else offer.state(at))
    if offer.is_in(OPEN, at):
        moment = offer.closes_at.timestamp() if offer.closes_at else float("inf")
    else:
        moment = -(offer.answered_at or offer.closes_at or offer.opens_at).timestamp()
    return place, moment, offer.kind, offer.key
