"""Until when the applicant may ask for review (复议) or sue: calendar days and months, rolled."""

import datetime as dt
from calendar import monthrange

from portal.statute import Article
from portal.workdays.calendar import BeyondCalendar, Deadline, WorkingCalendar, chinese_date
from requests_app.deadlines.laws import (
    REVIEW,
    REVIEW_DAYS,
    SUIT,
    SUIT_MONTHS,
)

_ROLL = "民事诉讼法第八十五条"
# After this day the next year's notice has been known to move days of the old year.
_SETTLED = (12, 28)


def review_due(
    known_on: dt.date, calendar: WorkingCalendar, *, basis: Article = REVIEW
) -> Deadline:
    """60 calendar days after the applicant knew of the act, or after the reply was due."""
    period = f"自{chinese_date(known_on)}的次日起第{REVIEW_DAYS}日"
    return _rolled(calendar, review_last_day(known_on), basis, period)


def review_last_day(known_on: dt.date) -> dt.date:
    """The sixtieth day, before it is rolled."""
    return known_on + dt.timedelta(days=REVIEW_DAYS)


def suit_due(known_on: dt.date, calendar: WorkingCalendar, *, basis: Article = SUIT) -> Deadline:
    """Six months after the applicant knew of the act, or after the reply was due."""
    period = f"自{chinese_date(known_on)}起满{SUIT_MONTHS}个月的日期"
    return _rolled(calendar, suit_last_day(known_on), basis, period)


def suit_last_day(known_on: dt.date) -> dt.date:
    """Six months later, before it is rolled."""
    return months_after(known_on, SUIT_MONTHS)


def months_after(day: dt.date, number: int) -> dt.date:
    """The same day so many months later, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def _rolled(calendar: WorkingCalendar, last: dt.date, basis: Article, period: str) -> Deadline:
    text = f"{period}为{chinese_date(last)}"
    try:
        due_on = calendar.roll(last)
    except BeyondCalendar as error:
        return Deadline(
            due_on=None,
            basis=basis,
            explanation=f"{text}，逢法定休假日顺延（{_ROLL}）。{error}"
            f"待国务院公布{error.year}年节假日安排并收录后确定。",
            provisional=True,
            at_least=last - dt.timedelta(days=1),
        )
    if due_on > last:
        text += f"，系休息日（{calendar.mark(last)}），顺延至{chinese_date(due_on)}（{_ROLL}）"
    elif mark := calendar.mark(last):
        text += f"（{mark}，系工作日，不顺延）"
    if (due_on.month, due_on.day) > _SETTLED and not calendar.covers(due_on.year + 1):
        text += f"（{due_on.year + 1}年节假日安排公布后年末可能调休，届时重新推算）"
    return Deadline(due_on=due_on, basis=basis, explanation=f"{text}。", at_least=due_on)
