"""Places and the waiting list: who sits at once, who moves up, what somebody who moves up is given.

Pure. Free places are always counted from the rows by whoever calls, under the lock of the session;
nothing here remembers a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Passing(Enum):
    """What becomes of those behind a party that does not fit the free places."""

    FITS = "fits"  # the next that fits moves up, the larger party keeps its place
    STRICT = "strict"  # nobody passes it


@dataclass(frozen=True)
class Party:
    """Somebody on the list with their companions; `line` is their order of sign-up."""

    key: int
    line: int
    size: int


@dataclass(frozen=True)
class Terms:
    """Up to when a place is given without asking, how long an offer stands, and when offers end."""

    at_once: dt.timedelta = dt.timedelta(hours=24)
    answer: dt.timedelta = dt.timedelta(hours=4)
    last: dt.timedelta = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Promise:
    """What somebody who moves up is given: a place, or until when they may say yes to one."""

    until: dt.datetime | None = None

    @property
    def is_seat(self) -> bool:
        return self.until is None


TERMS: Final = Terms()
SEAT: Final = Promise()


def free(places: int, taken: int) -> int:
    """How many places are left; none where fewer places are left than people hold one."""
    return max(0, places - taken)


def sits_at_once(size: int, *, places: int, taken: int, waiting: bool) -> bool:
    """Whether a newcomer has a place now. While anybody waits, every newcomer stands behind."""
    return not waiting and size <= free(places, taken)


def moving_up(waiting: Sequence[Party], left: int, passing: Passing) -> list[Party]:
    """Who moves up into so many free places, in their order."""
    chosen: list[Party] = []
    for party in sorted(waiting, key=lambda each: each.line):
        if party.size <= left:
            chosen.append(party)
            left -= party.size
        elif passing is Passing.STRICT:
            break
        if not left:
            break
    return chosen


def promise(at: dt.datetime, starts_at: dt.datetime, terms: Terms = TERMS) -> Promise | None:
    """What moving up gives at a moment: a place while there is a day left, then an offer; None when
    it is too late, and a free place goes to whoever stands at the door.
    """
    if starts_at - at > terms.at_once:
        return SEAT
    end = min(at + terms.answer, starts_at - terms.last)
    return Promise(end) if at < end else None
