"""By when a relay receives and reports: working days that are settings of the site, and no law."""

from __future__ import annotations

import datetime as dt

from portal.workdays.calendar import BeyondCalendar, WorkingCalendar


def last_day(calendar: WorkingCalendar, start: dt.date, days: int) -> dt.date | None:
    """The `days`-th working day after a day, which is not counted itself; None while the calendar
    does not reach so far: then it is provisional, and nobody is late.
    """
    try:
        return calendar.add(start, days)
    except BeyondCalendar:
        return None
