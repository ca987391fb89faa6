"""Calendars the tests count with: the shipped one, and one with a year missing."""

import datetime as dt

from portal.workdays.calendar import NamedDay, WorkingCalendar
from portal.workdays.services import shipped_arrangements
from portal.workdays.sheet import Arrangement


def calendar_of(arrangements: list[Arrangement]) -> WorkingCalendar:
    """The calendar of these notices, without a database."""
    ordered = sorted(arrangements, key=lambda arrangement: arrangement.issued_on)
    return WorkingCalendar(
        (arrangement.year for arrangement in ordered),
        (
            NamedDay(day, span.is_working, span.name, arrangement.number, arrangement.is_verified)
            for arrangement in ordered
            for span in arrangement.spans
            for day in span.dates()
        ),
    )


SHIPPED = shipped_arrangements()
CALENDAR = calendar_of(SHIPPED)
WITHOUT_2024 = calendar_of([each for each in SHIPPED if each.year != 2024])
FIRST, LAST = dt.date(2019, 1, 1), dt.date(2026, 12, 31)


def naive_add(start: dt.date, number: int) -> dt.date:
    """The reference of law.md §7.2, a day at a time."""
    day, counted = start, 0
    while counted < number:
        day += dt.timedelta(days=1)
        counted += CALENDAR.is_workday(day)
    return day
