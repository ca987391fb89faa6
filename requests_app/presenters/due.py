"""How a list says by when a case is due: the day, what is left of it, and how pressing that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html

from portal.workdays.calendar import BeyondCalendar
from requests_app.rectification import workflow
from requests_app.workflow.states import OPEN, Status

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from portal.workdays.calendar import WorkingCalendar
    from requests_app.models import InformationRequest
    from requests_app.rectification.models import Rectification
    from requests_app.waits import Wait

SOON_DAYS = 5
_LATE, _SOON, _CALM = "late", "soon", "calm"


@dataclass(frozen=True)
class Due:
    """A day and words; `tone` is how pressing it is, said by a word and a shape too."""

    day: dt.date | None = None
    words: str = ""
    tone: str = _CALM

    def as_html(self) -> SafeString:
        """Day and chip as they stand in a row; a dash where nothing is due any more."""
        if not self.day and not self.words:
            return format_html('<span class="st-nil">{}</span>', "—")
        day = format_html("<time>{}</time>", self.day.isoformat()) if self.day else ""
        chip = format_html('<b class="st-chip st-{}">{}</b>', self.tone, self.words)
        return format_html('<span class="st-due">{} {}</span>', day, chip if self.words else "")


def due_of(case: InformationRequest, calendar: WorkingCalendar, *, on: dt.date) -> Due:
    """By when an application has to be answered, as seen on a day."""
    if case.status not in OPEN:
        return Due()
    if case.reply_due_on is None and case.reply_not_before:
        return _undated(case.reply_not_before, calendar, on=on)
    if case.reply_due_on is None:
        is_new = case.status == Status.AWAITING_CONFIRMATION
        return Due(words="还没有起算" if is_new else "期限待定")
    left = days_left(case, calendar, on=on)
    if case.reply_due_on < on:
        tone = _LATE
    else:
        tone = _SOON if left is not None and left <= SOON_DAYS else _CALM
    return Due(case.reply_due_on, words_left(case, left, on=on), tone)


def due_of_wait(wait: Wait, calendar: WorkingCalendar, *, on: dt.date) -> Due:
    """By when a case waits for something."""
    if wait.due_on is None:
        return _undated(wait.day, calendar, on=on)
    left = _between(calendar, on, wait.due_on)
    if wait.is_late(on):
        return Due(wait.due_on, f"已过{-left}个工作日" if left else "已过期", _LATE)
    if wait.due_on == on:
        return Due(wait.due_on, "今天到期", _SOON)
    tone = _SOON if left is not None and left <= SOON_DAYS else _CALM
    return Due(wait.due_on, "" if left is None else f"还有{left}个工作日", tone)


def _undated(not_before: dt.date, calendar: WorkingCalendar, *, on: dt.date) -> Due:
    """A day that the calendar does not reach: it lies after the last one that it counts."""
    if on > not_before:
        return Due(not_before, "暂定，可能已过", _LATE)
    left = _between(calendar, on, not_before)
    tone = _SOON if left is not None and left <= SOON_DAYS else _CALM
    return Due(not_before, "暂定，不早于这一天", tone)


def due_of_rectification(row: Rectification, *, on: dt.date) -> Due:
    """By when the organ itself wants a request for rectification to be decided."""
    if row.status not in workflow.OPEN or row.due_on is None:
        return Due()
    return Due(row.due_on, "已超过", _LATE) if row.due_on < on else Due(row.due_on)


def days_left(case: InformationRequest, calendar: WorkingCalendar, *, on: dt.date) -> int | None:
    """Working days until the answer is due, negative once it is late; None where unknown."""
    if case.reply_due_on is None or case.status not in OPEN:
        return None
    return _between(calendar, on, case.reply_due_on)


def _between(calendar: WorkingCalendar, first: dt.date, last: dt.date) -> int | None:
    try:
        return calendar.count(first, last)
    except BeyondCalendar:
        return None


def words_left(case: InformationRequest, days: int | None, *, on: dt.date) -> str:
    """How an officer reads it; on the weekend after the last day no working day is over yet."""
    if case.reply_due_on is None or case.status not in OPEN:
        return ""
    if case.reply_due_on < on:
        return f"逾期{-days}个工作日" if days else "已逾期"
    if case.reply_due_on == on:
        return "今天到期"
    return "" if days is None else f"还有{days}个工作日"
