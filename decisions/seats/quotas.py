"""How often representatives should have sat at an organ's meetings by a day. Pure.

The numbers come from the 年度政务公开工作要点 of cities and stay settings; no law names one.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """An organ in a year: how often it is to hold such meetings, did so, and should have by now."""

    least: int
    held: int
    expected: int

    @property
    def behind(self) -> int:
        """How many are lacking on the day."""
        return max(0, self.expected - self.held)


def months_over(year: int, on: dt.date) -> int:
    """How many months of a year are over by the end of a day."""
    if on.year != year:
        return 12 if on.year > year else 0
    return on.month if on.day == calendar.monthrange(year, on.month)[1] else on.month - 1


def expected(least: int, *, year: int, on: dt.date, months: Collection[int] = ()) -> int:
    """How many by the end of a day: spread over the year, or by the planned months that are over;
    a planned month is late when it has passed, never before.
    """
    over = months_over(year, on)
    if months:
        planned = sum(month <= over for month in months)
        return least if over == 12 else min(least, planned)
    return least * over // 12


def standing(
    least: int, held: int, *, year: int, on: dt.date, months: Collection[int] = ()
) -> Standing:
    """Where an organ stands on a day."""
    return Standing(least, held, expected(least, year=year, on=on, months=months))
