"""Coverage of 阅办联动: which new policies were linked within their term, from facts alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policies.service_items.choices import Timeliness
from policies.service_items.deadlines import LinkTerm


def timeliness_of(
    term: LinkTerm, *, linked_on: dt.date | None, has_nothing: bool, on: dt.date
) -> Timeliness:
    """How a policy stands on a day. `linked_on` is the day of the first link that was ever made;
    `has_nothing` says that somebody recorded why there is nothing to link.
    """
    if linked_on is not None:
        late = term.due_on is not None and linked_on > term.due_on
        return Timeliness.LATE if late else Timeliness.IN_TIME
    if has_nothing:
        return Timeliness.NOTHING
    return Timeliness.MISSING if term.is_over(on=on) else Timeliness.RUNNING


@dataclass(frozen=True)
class Coverage:
    """How many policies count, and how many of them were linked in time.

    What has nothing to apply for does not count, nor what is not linked yet within its term.
    """

    counted: int
    in_time: int
    running: int
    nothing: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down; None where no policy counts."""
        return self.in_time * 100 // self.counted if self.counted else None


def coverage_of(found: Iterable[Timeliness]) -> Coverage:
    """The coverage of some policies."""
    count = Counter(found)
    counted = sum(count[each] for each in (Timeliness.IN_TIME, Timeliness.LATE, Timeliness.MISSING))
    return Coverage(
        counted, count[Timeliness.IN_TIME], count[Timeliness.RUNNING], count[Timeliness.NOTHING]
    )
