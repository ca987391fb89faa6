"""The days of an interpretation: how late it came, until when it is to be filed. Pure.

Both numbers are the organ's own (settings); days are counted by the working calendar.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.workdays.calendar import BeyondCalendar

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar


def last_day(calendar: WorkingCalendar, start: dt.date, days: int) -> dt.date | None:
    """The last of so many working days after a day; on the day itself where it is 0. None where
    the calendar does not reach: no date is guessed.
    """
    if days < 1:
        return start
    try:
        return calendar.add(start, days)
    except BeyondCalendar:
        return None


def lateness(
    calendar: WorkingCalendar, *, policy_on: dt.date, explained_on: dt.date, days: int
) -> int | None:
    """By how many working days an interpretation came after the line; 0 in time, None where the
    calendar does not reach.
    """
    line = last_day(calendar, policy_on, days)
    if line is None:
        return None
    if explained_on <= line:
        return 0
    try:
        # A day of rest after the line is not in time either.
        return max(1, calendar.count(line, explained_on))
    except BeyondCalendar:
        return None
