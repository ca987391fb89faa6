"""Days of a decision, pure. Every period is counted from the day after (law.md §7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from portal.workdays.calendar import BeyondCalendar, WorkingCalendar

# 《重大行政决策程序暂行条例》第十五条: 一般不少于三十日.
CONSULTATION_DAYS: Final = 30
# 第二十八条: 合法性审查一般不少于七个工作日.
REVIEW_WORKDAYS: Final = 7
# 第十六条: 听证材料七日前送达.
MATERIALS_DAYS: Final = 7


@dataclass(frozen=True)
class Day:
    """A day, and why it cannot be told for certain ("" where it can)."""

    on: dt.date | None
    provisional: str = ""


def days_of(first: dt.date, last: dt.date) -> int:
    """How many days a consultation lasts that is published on the first and ends with the last:
    the day of publication is not counted.
    """
    return (last - first).days


def earliest_opinion(received_on: dt.date, calendar: WorkingCalendar) -> Day:
    """The day on which a review of seven working days ends, counted from the day after the file
    came in; beyond the calendar no day, but the reason.
    """
    try:
        return Day(calendar.add(received_on, REVIEW_WORKDAYS))
    except BeyondCalendar as error:
        return Day(None, str(error))


@dataclass(frozen=True)
class Materials:
    """The last lawful day for the materials of a hearing, and the working day to aim at."""

    last: dt.date
    proposed: dt.date


def materials_of(held_on: dt.date, calendar: WorkingCalendar) -> Materials:
    """By when the participants have their materials: seven days before; where that is no working
    day, the working day before it is proposed.
    """
    last = held_on - dt.timedelta(days=MATERIALS_DAYS)
    proposed = last
    try:
        while not calendar.is_workday(proposed):
            proposed -= dt.timedelta(days=1)
    except BeyondCalendar:
        proposed = last
    return Materials(last, proposed)
