"""How often an organ is to hold what, as 每月至少一场; which stretches are behind. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum


class Every(Enum):
    """The stretch in which something is to be held so often; its months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True)
class Target:
    """At least so many in every stretch; `off` are months in which none is asked for."""

    every: Every
    least: int
    off: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Stretch:
    """One stretch of a year: its months, how many were held in it, and how it stands on a day."""

    months: tuple[int, ...]
    least: int
    held: int
    is_over: bool
    is_off: bool

    @property
    def is_behind(self) -> bool:
        """Whether it is over and too few were held."""
        return self.is_over and not self.is_off and self.held < self.least


def stretches(target: Target, year: int, held: Iterable[dt.date], *, on: dt.date) -> list[Stretch]:
    """Every stretch of a year, from the days on which something was held."""
    months = [day.month for day in held if day.year == year]
    return [
        _stretch(target, tuple(range(first, first + target.every.value)), months, year, on)
        for first in range(1, 13, target.every.value)
    ]


def behind(target: Target, year: int, held: Iterable[dt.date], *, on: dt.date) -> list[Stretch]:
    """Those that are over with too few."""
    return [each for each in stretches(target, year, held, on=on) if each.is_behind]


def _stretch(
    target: Target, span: tuple[int, ...], held: Collection[int], year: int, on: dt.date
) -> Stretch:
    last = span[-1]
    over = dt.date(year + last // 12, last % 12 + 1, 1) <= on
    counted = sum(month in span for month in held)
    return Stretch(span, target.least, counted, over, set(span) <= target.off)
