"""The days of a term, one line each."""

import datetime as dt

from portal.workdays.calendar import CountedDay, Deadline, WorkingCalendar
from requests_app.deadlines.reply import Stretch

_EXCLUDED = "征求意见期间"


def term_lines(calendar: WorkingCalendar, start: dt.date, due: Deadline) -> tuple[CountedDay, ...]:
    """Every day of a plain term of working days; none while its end is not known."""
    if due.due_on is None:
        return ()
    return tuple(calendar.explain(start, calendar.count(start, due.due_on)))


def stretch_lines(
    calendar: WorkingCalendar, stretch: Stretch, counted: int
) -> tuple[CountedDay, ...]:
    """Every day of a stretch, numbered on from the `counted` days before it."""
    lines = []
    for offset in range(1, (stretch.until - stretch.after).days + 1):
        day = stretch.after + dt.timedelta(days=offset)
        worked, mark = calendar.is_workday(day), calendar.mark(day)
        if not stretch.counts:
            lines.append(CountedDay(day, None, f"{_EXCLUDED}（{mark}）" if mark else _EXCLUDED))
            continue
        counted += worked
        lines.append(CountedDay(day, counted if worked else None, mark))
    return tuple(lines)


def tail_lines(
    calendar: WorkingCalendar, start: dt.date, last: dt.date, due: Deadline
) -> tuple[CountedDay, ...]:
    """The last day of a term of calendar days, and each day to which it rolls on."""
    if due.due_on is None:
        return ()
    lines = [CountedDay(last, (last - start).days, calendar.mark(last))]
    for offset in range(1, (due.due_on - last).days + 1):
        day = last + dt.timedelta(days=offset)
        mark = "顺延至本日" if day == due.due_on else calendar.mark(day)
        lines.append(CountedDay(day, None, mark))
    return tuple(lines)
