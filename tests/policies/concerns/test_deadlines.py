"""The hours of public concern: acceptance test 20, on a holiday and in the night."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.concerns.deadlines import Due, Hours, due_of, hours_late, next_due
from tests.policies.concerns.cases import local

HOURS = Hours(information=5, press=24, other=48)
NIGHT = local("2026-10-01T22:00")  # the National Day


def test_an_emergency_noticed_in_a_holiday_s_night() -> None:
    due = due_of(NIGHT, is_serious=True, hours=HOURS)
    assert due == Due(local("2026-10-02T03:00"), local("2026-10-02T22:00"))


def test_any_other_concern_has_two_days() -> None:
    due = due_of(NIGHT, is_serious=False, hours=HOURS)
    assert due == Due(local("2026-10-03T22:00"), None)


def test_the_nearest_moment_is_that_of_what_is_still_to_be_done() -> None:
    due = due_of(NIGHT, is_serious=True, hours=HOURS)
    assert next_due(due, is_answered=False, has_met_press=False) == due.information_at
    assert next_due(due, is_answered=True, has_met_press=False) == due.press_at
    assert next_due(due, is_answered=False, has_met_press=True) == due.information_at
    assert next_due(due, is_answered=True, has_met_press=True) is None
    other = due_of(NIGHT, is_serious=False, hours=HOURS)
    assert next_due(other, is_answered=True, has_met_press=False) is None


@pytest.mark.parametrize(
    ("done", "now", "late"),
    [
        ("2026-10-02T03:00", "2026-10-05T00:00", 0),
        ("2026-10-02T03:01", "2026-10-05T00:00", 1),
        ("2026-10-02T05:00", "2026-10-05T00:00", 2),
        (None, "2026-10-02T03:00", 0),
        (None, "2026-10-02T06:30", 4),
    ],
)
def test_begun_hours_count_whole(done: str | None, now: str, late: int) -> None:
    done_at: dt.datetime | None = local(done) if done else None
    assert hours_late(local("2026-10-02T03:00"), done_at, local(now)) == late
