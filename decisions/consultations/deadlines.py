"""Days and instants of a consultation, pure. Every end is the first instant outside: 至10月10日24时
ends with the midnight after it, and no job closes anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from decisions.dossiers.deadlines import CONSULTATION_DAYS, Day, days_of
from portal.workdays.calendar import BeyondCalendar, WorkingCalendar

# 意见采纳情况: within ten working days of the decision (工作要点).
OUTCOME_WORKDAYS: Final = 10
# What still closes within so many days is said to close soon.
SOON_DAYS: Final = 7


class Phase(StrEnum):
    """Where a consultation stands by the clock."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """From the instant of publication to the first instant at which it is too late."""

    opens_at: dt.datetime
    closes_at: dt.datetime

    def phase(self, at: dt.datetime) -> Phase:
        """What an instant falls into."""
        if at < self.opens_at:
            return Phase.BEFORE
        return Phase.OPEN if at < self.closes_at else Phase.CLOSED


def end_of(last: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """24时 of a day."""
    return dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, zone)


def is_short(published: dt.date, last: dt.date) -> bool:
    """Whether it lasts less than thirty days, the day of publication not counted (第十五条)."""
    return days_of(published, last) < CONSULTATION_DAYS


@dataclass(frozen=True)
class Earliest:
    """The first lawful last day, and the working day to propose for it."""

    last: dt.date
    proposed: dt.date


def earliest_last(published: dt.date, calendar: WorkingCalendar) -> Earliest:
    """The last day of thirty full ones; where that is no working day, the next one is proposed, so
    that nobody has to write on a holiday. Beyond the calendar the day itself.
    """
    last = published + dt.timedelta(days=CONSULTATION_DAYS)
    try:
        return Earliest(last, calendar.roll(last))
    except BeyondCalendar:
        return Earliest(last, last)


def outcome_due(decided_on: dt.date, calendar: WorkingCalendar) -> Day:
    """By when is told what became of the opinions; beyond the calendar no day, but the reason."""
    try:
        return Day(calendar.add(decided_on, OUTCOME_WORKDAYS))
    except BeyondCalendar as error:
        return Day(None, str(error))


def days_late(due: dt.date | None, on: dt.date) -> int:
    """How many days it is late on a day; nobody is late where no day is known."""
    return max((on - due).days, 0) if due else 0


def came_late(sent_on: dt.date, closes_at: dt.datetime) -> bool:
    """Whether what is no electronic entry was sent after the last day: a postmark of the last day
    is in time, whenever it is typed in.
    """
    last = (closes_at - dt.timedelta(microseconds=1)).date()
    return sent_on > last
