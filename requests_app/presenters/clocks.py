"""Until when an answer is due, and why, for the page of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.workdays.calendar import WEEKDAYS, BeyondCalendar, WorkingCalendar, chinese_date
from requests_app.deadlines.clock import Clock, State
from requests_app.deadlines.facts import Consultation
from requests_app.deadlines.steps import Step, explain, explain_opinion

_TITLES = {
    "before_the_regulation": "适用的规定",
    "notice_of_correction": "机关要求补正的期限",
    "late_notice_of_correction": "补正告知晚了",
    "correction": "补正",
    "fee": "缴费期限",
    "late_fee_notice": "收费通知晚了",
    "payment": "缴费",
    "deemed_withdrawn": "视为放弃申请",
    "third_party": "征求第三方意见",
    "co_maker": "征求共同制作机关意见",
    "organ_decides": "第三方没有提出意见",
    "deemed_consent": "共同制作机关没有提出意见",
    "consultation_too_late": "征求意见晚了",
    "counted": "计入答复期限的日子",
    "excluded": "不计入答复期限的日子",
    "extension": "延期",
    "reply": "答复期限",
    "late_reply": "答复晚了",
    "review": "申请行政复议的期限",
    "suit": "提起行政诉讼的期限",
}


@dataclass(frozen=True)
class DayLine:
    """One day of a table; `ordinal` is empty for a day that is not counted."""

    date: dt.date
    weekday: str
    ordinal: str
    mark: str


@dataclass(frozen=True)
class StepView:
    """One term or stretch with its heading and its days."""

    title: str
    text: str
    article: str
    lines: tuple[DayLine, ...]


@dataclass(frozen=True)
class Due:
    """The day of the answer in one sentence, with what is left until then."""

    sentence: str
    day: dt.date | None = None
    is_over: bool = False


def due_of(
    clock: Clock | None, *, today: dt.date, is_closed: bool, set_for: dt.date | None = None
) -> Due | None:
    """The sentence above the explanation; none once there is nothing to wait for.

    `set_for` is a day set for this case alone: under 第三十五条, or by a decision or judgement.
    """
    if set_for and not is_closed:
        return _by(set_for, today)
    if is_closed or (clock and clock.state in (State.ANSWERED, State.DEEMED_WITHDRAWN)):
        return None
    if clock is None:
        return Due("机关与您确认收到之后，从第二天起计算，20个工作日内答复。")
    if clock.state is State.AWAITING_CORRECTION:
        return Due("等待您补正，收到补正之后重新计算答复期限。")
    if clock.state is State.AWAITING_PAYMENT:
        return Due("等待您缴费，缴费之后重新计算答复期限。")
    day = clock.reply.due_on if clock.reply else None
    if day is None:
        text = (
            clock.reply.explanation if clock.reply else "正在征求有关方面的意见，期限暂时不能确定。"
        )
        return Due(text)
    return _by(day, today)


def _by(day: dt.date, today: dt.date) -> Due:
    if today > day:
        return Due(f"应当在{chinese_date(day)}以前答复，已经超过期限。", day, is_over=True)
    return Due(f"最迟{chinese_date(day)}答复。", day)


def days_left(due: Due | None, calendar: WorkingCalendar, *, today: dt.date) -> int | None:
    """Working days until the answer is due; None where none are left or the calendar ends."""
    if due is None or due.day is None or due.is_over:
        return None
    try:
        return calendar.count(today, due.day) or None
    except BeyondCalendar:
        return None


def steps_of(clock: Clock | None, calendar: WorkingCalendar) -> Sequence[StepView]:
    """The day-by-day explanation, each term with its article."""
    return [_view(step) for step in explain(clock, calendar)] if clock else []


def steps_of_letter(
    letter: Consultation, calendar: WorkingCalendar, *, on: dt.date
) -> Sequence[StepView]:
    """The term of one opinion, day by day, once the letter has arrived."""
    return [_view(step) for step in explain_opinion(letter, calendar, on=on)]


def next_workday(calendar: WorkingCalendar, day: dt.date) -> dt.date | None:
    """The working day after a day; None where the calendar does not reach."""
    try:
        return calendar.add(day, 1)
    except BeyondCalendar:
        return None


def _view(step: Step) -> StepView:
    lines = tuple(
        DayLine(
            line.date,
            f"周{WEEKDAYS[line.date.weekday()]}",
            f"第{line.ordinal}日" if line.ordinal else "",
            line.mark or ("" if line.ordinal else "不计"),
        )
        for line in step.lines
    )
    article = step.article.citation if step.article else ""
    return StepView(_TITLES[step.kind], step.text, article, lines)
