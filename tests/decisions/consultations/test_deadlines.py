"""Days and instants of a consultation: reference tests 3 to 7, without a database for the rules."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from decisions.consultations.deadlines import (
    Phase,
    Window,
    came_late,
    days_late,
    earliest_last,
    end_of,
    is_short,
    outcome_due,
)
from tests.workdays.calendars import CALENDAR

D = dt.date
ZONE = ZoneInfo("Asia/Shanghai")
END = end_of(D(2026, 10, 10), ZONE)
WINDOW = Window(dt.datetime(2026, 9, 10, 9, 0, tzinfo=ZONE), END)
SECOND = dt.timedelta(microseconds=1)


def test_an_end_is_24_hours_of_its_day() -> None:
    assert dt.datetime(2026, 10, 11, 0, 0, tzinfo=ZONE) == END
    assert WINDOW.phase(END - SECOND) is Phase.OPEN
    assert WINDOW.phase(END) is Phase.CLOSED
    assert WINDOW.phase(WINDOW.opens_at) is Phase.OPEN
    assert WINDOW.phase(WINDOW.opens_at - SECOND) is Phase.BEFORE


@pytest.mark.parametrize(
    ("published", "last", "short"),
    [
        (D(2025, 11, 19), D(2025, 12, 19), False),
        # Counted with the day of publication it would be thirty: it is 29.
        (D(2023, 4, 27), D(2023, 5, 26), True),
        (D(2026, 9, 10), D(2026, 10, 10), False),
        (D(2026, 9, 10), D(2026, 10, 9), True),
    ],
)
def test_the_day_of_publication_is_not_counted(published: D, last: D, short: bool) -> None:
    assert is_short(published, last) is short


@pytest.mark.parametrize(
    ("published", "last", "proposed"),
    [
        (D(2026, 1, 16), D(2026, 2, 15), D(2026, 2, 24)),
        (D(2026, 1, 15), D(2026, 2, 14), D(2026, 2, 14)),
        (D(2026, 9, 10), D(2026, 10, 10), D(2026, 10, 10)),
        (D(2026, 3, 2), D(2026, 4, 1), D(2026, 4, 1)),
        (D(2025, 12, 31), D(2026, 1, 30), D(2026, 1, 30)),
        (D(2026, 1, 30), D(2026, 3, 1), D(2026, 3, 2)),
        # Beyond the calendar the day itself is proposed.
        (D(2026, 12, 10), D(2027, 1, 9), D(2027, 1, 9)),
    ],
)
def test_the_earliest_last_day(published: D, last: D, proposed: D) -> None:
    found = earliest_last(published, CALENDAR)
    assert (found.last, found.proposed) == (last, proposed)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        (D(2026, 3, 31), D(2026, 4, 15)),
        (D(2026, 2, 13), D(2026, 3, 5)),
        (D(2026, 2, 14), D(2026, 3, 6)),
        (D(2025, 9, 28), D(2025, 10, 17)),
        (D(2026, 9, 30), D(2026, 10, 20)),
        (D(2026, 4, 30), D(2026, 5, 18)),
        (D(2026, 9, 17), D(2026, 10, 8)),
        (D(2025, 12, 31), D(2026, 1, 15)),
        (D(2026, 6, 18), D(2026, 7, 3)),
        (D(2026, 12, 17), D(2026, 12, 31)),
    ],
)
def test_the_outcome_is_due_ten_working_days_after_the_decision(decided: D, due: D) -> None:
    assert outcome_due(decided, CALENDAR).on == due


def test_beyond_the_calendar_no_day_is_guessed_and_nobody_is_late() -> None:
    found = outcome_due(D(2026, 12, 18), CALENDAR)
    assert found.on is None
    assert "2027" in found.provisional
    assert days_late(found.on, D(2027, 3, 1)) == 0
    assert days_late(D(2026, 4, 15), D(2026, 4, 15)) == 0
    assert days_late(D(2026, 4, 15), D(2026, 4, 17)) == 2


def test_a_postmark_of_the_last_day_is_in_time() -> None:
    assert not came_late(D(2026, 10, 10), END)
    assert came_late(D(2026, 10, 11), END)
