"""The figures of an organ's month: how many concerns were answered in their hours. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Course:
    """What is counted of one concern."""

    noticed_at: dt.datetime
    due_at: dt.datetime
    answered_at: dt.datetime | None
    press_due_at: dt.datetime | None = None
    press_held_at: dt.datetime | None = None
    has_press_reason: bool = False


@dataclass(frozen=True)
class Figures:
    """Concerns noticed in a month: answered in time, late (with those that wait past their moment),
    still running; the median of the hours to the first answer; press conferences to be held, held
    in time, held late or not at all, and those for which a reason was given.
    """

    noticed: int = 0
    in_time: int = 0
    late: int = 0
    running: int = 0
    median_hours: float | None = None
    press: int = 0
    press_in_time: int = 0
    press_late: int = 0
    press_reasons: int = 0


def figures_of(courses: Iterable[Course], *, now: dt.datetime) -> Figures:
    """The figures as they stand at a moment."""
    rows = list(courses)
    late = [row for row in rows if (row.answered_at or now) > row.due_at]
    taken = [
        (row.answered_at - row.noticed_at) / dt.timedelta(hours=1)
        for row in rows
        if row.answered_at
    ]
    asked = [row for row in rows if row.press_due_at]
    held = [row for row in asked if row.press_held_at and row.press_held_at <= row.press_due_at]  # type: ignore[operator]
    excused = [row for row in asked if row.has_press_reason]
    behind = [
        row
        for row in asked
        if not row.has_press_reason and (row.press_held_at or now) > row.press_due_at  # type: ignore[operator]
    ]
    return Figures(
        noticed=len(rows),
        in_time=sum(1 for row in rows if row.answered_at and row.answered_at <= row.due_at),
        late=len(late),
        running=sum(1 for row in rows if not row.answered_at and now <= row.due_at),
        median_hours=round(median(taken), 1) if taken else None,
        press=len(asked),
        press_in_time=len(held),
        press_late=len(behind),
        press_reasons=len(excused),
    )
