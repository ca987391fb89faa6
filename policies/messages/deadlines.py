"""The clocks of messages: working days of a channel, months of the veto, terms of 信访.

Numbers of a channel are its row's, and no law. 信访工作条例 counts in calendar days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from dateutil.relativedelta import relativedelta

from portal.workdays.calendar import BeyondCalendar, WorkingCalendar

# Public holidays that lie on the same day each year (全国年节及纪念日放假办法): all that is known
# of a year whose arrangement is not yet made.
_FIXED: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_SATURDAY: Final = 5
_DAY: Final = dt.timedelta(days=1)
# More than three months without an answer: one such message fails a website's inspection.
VETO_MONTHS: Final = 3
# Days before it at which supervisors are warned.
WARNED: Final = (30, 10, 0)


@dataclass(frozen=True)
class Last:
    """The last day of a term; a `provisional` one lies where the calendar does not reach yet, and
    nobody is late by it.
    """

    day: dt.date
    provisional: bool = False

    @property
    def due_on(self) -> dt.date | None:
        """The day, if it is certain."""
        return None if self.provisional else self.day


def last_day(calendar: WorkingCalendar, start: dt.date, days: int) -> Last:
    """The `days`-th working day after `start`. Raises ValueError for a number below 1."""
    try:
        return Last(calendar.add(start, days))
    except BeyondCalendar:
        day, counted = start, 0
        while counted < days:
            day += _DAY
            counted += _is_likely_worked(calendar, day)
        return Last(day, provisional=True)


def days_left(calendar: WorkingCalendar, on: dt.date, due: dt.date) -> int:
    """Working days that are left when a clock is stopped: one at least, so that a message which is
    taken up again is never late at that moment.
    """
    try:
        return max(calendar.count(on, due), 1)
    except BeyondCalendar:
        days = (due - on).days
        return max(sum(_is_likely_worked(calendar, on + n * _DAY) for n in range(1, days + 1)), 1)


def veto_from(received: dt.date) -> dt.date:
    """The first day on which a message has waited for more than three months."""
    return received + relativedelta(months=VETO_MONTHS) + _DAY


def warning_reached(received: dt.date, on: dt.date) -> int | None:
    """The nearest of the warnings that a day has reached; None before the first."""
    left = (veto_from(received) - on).days
    return min((stage for stage in WARNED if left <= stage), default=None)


@dataclass(frozen=True)
class PetitionTerms:
    """The days of 信访工作条例 for a matter that came on a day: written notice (第二十三条第二款)
    and the objection of a unit it was wrongly transferred to that day (第三款), which may lie
    beyond the calendar.
    """

    notice_by: dt.date
    objection_by: Last


def petition_terms(calendar: WorkingCalendar, received: dt.date) -> PetitionTerms:
    """15 calendar days for the notice, 5 working days for the objection."""
    return PetitionTerms(received + 15 * _DAY, last_day(calendar, received, 5))


def petition_end(accepted: dt.date, *, is_extended: bool) -> dt.date:
    """60 calendar days from the acceptance, 30 more once they are granted (第三十四条)."""
    return accepted + (90 if is_extended else 60) * _DAY


def _is_likely_worked(calendar: WorkingCalendar, day: dt.date) -> bool:
    try:
        return calendar.is_workday(day)
    except BeyondCalendar:
        return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED
