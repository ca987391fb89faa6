"""The hours of public concern. Pure.

Of a particularly serious or serious emergency authoritative information within 5 hours and a press
conference within 24; any other concern within 48 hours. The numbers are known at second hand only
(digests of 国办发〔2016〕80号 and 国办发〔2016〕61号): they are settings, pages call them
内部时限, and nothing prints them as law. Hours run through nights and holidays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Hours:
    """The hours of a place, by its settings."""

    information: int
    press: int
    other: int


@dataclass(frozen=True)
class Due:
    """By when there is to be information; and a press conference, where there is to be one."""

    information_at: dt.datetime
    press_at: dt.datetime | None = None


def due_of(noticed_at: dt.datetime, *, is_serious: bool, hours: Hours) -> Due:
    """By when, counted from the moment at which it was noticed. No night, no holiday pauses it."""
    if not is_serious:
        return Due(noticed_at + dt.timedelta(hours=hours.other))
    return Due(
        noticed_at + dt.timedelta(hours=hours.information),
        noticed_at + dt.timedelta(hours=hours.press),
    )


def next_due(due: Due, *, is_answered: bool, has_met_press: bool) -> dt.datetime | None:
    """The nearest moment that still has to be kept; None where everything was done."""
    running = [] if is_answered else [due.information_at]
    if due.press_at is not None and not has_met_press:
        running.append(due.press_at)
    return min(running, default=None)


def hours_late(due_at: dt.datetime, done_at: dt.datetime | None, now: dt.datetime) -> int:
    """How many hours after its moment something was done, or has not been done yet, begun hours
    counted whole; 0 for what was in time or is not due.
    """
    over = (done_at or now) - due_at
    return max(0, ceil(over / dt.timedelta(hours=1)))
