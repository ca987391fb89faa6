"""The days of a reply's term as calendars of months: each counted day with its number."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.workdays.calendar import BeyondCalendar, CountedDay, WorkingCalendar
from requests_app.deadlines.clock import Clock
from requests_app.deadlines.steps import explain

_COUNTED = ("counted", "excluded")
# A term that runs for longer is told by its table alone.
_MOST_MONTHS = 6


@dataclass(frozen=True)
class Day:
    """One day: its number, the word below it, and how it is drawn (off, gone, today, due)."""

    number: int
    word: str
    look: str


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; None is a day of another month."""

    title: str
    weeks: Sequence[Sequence[Day | None]]


def months_of(clock: Clock | None, calendar: WorkingCalendar, *, today: dt.date) -> list[Month]:
    """From the month of the receipt to that of the last day; none while no days are counted."""
    if clock is None:
        return []
    steps = explain(clock, calendar)
    lines = {line.date: line for step in steps if step.kind in _COUNTED for line in step.lines}
    if not lines:
        return []
    start, last = clock.period.start, max(lines)
    firsts = _firsts(start, last)
    if len(firsts) > _MOST_MONTHS:
        return []
    due = clock.reply.due_on if clock.reply else None
    return [
        Month(
            f"{first.year}年{first.month}月",
            [
                [
                    _day(date, lines, calendar, start=start, due=due, today=today)
                    if date.month == first.month
                    else None
                    for date in week
                ]
                for week in Calendar().monthdatescalendar(first.year, first.month)
            ],
        )
        for first in firsts
    ]


def _firsts(start: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of every month from one day to another."""
    months = range(start.year * 12 + start.month - 1, last.year * 12 + last.month)
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


def _day(
    date: dt.date,
    lines: Mapping[dt.date, CountedDay],
    calendar: WorkingCalendar,
    *,
    start: dt.date,
    due: dt.date | None,
    today: dt.date,
) -> Day:
    line = lines.get(date)
    is_off = _is_off(date, calendar)
    looks = ["off"] if is_off else []
    word = "休" if is_off else ""
    if line is not None and line.ordinal:
        word = f"第{line.ordinal}"
        looks += ["gone"] if date < today else []
    elif line is not None and not is_off:
        word = "扣除"
        looks.append("off")
    if date == start:
        word = "收到"
    if date == due:
        word, looks = "到期", ["due"]
    if date == today:
        word, looks = word if word and not is_off else "今天", [*looks, "today"]
    return Day(date.day, word, " ".join(looks))


def _is_off(date: dt.date, calendar: WorkingCalendar) -> bool:
    """Whether it is no working day; of days the calendar does not know nothing is said."""
    try:
        return not calendar.is_workday(date)
    except BeyondCalendar:
        return False
