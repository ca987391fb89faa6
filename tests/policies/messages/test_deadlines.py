"""The worked dates of messages, by the calendar of 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.messages.deadlines import (
    days_left,
    last_day,
    petition_end,
    petition_terms,
    veto_from,
    warning_reached,
)
from tests.workdays.calendars import CALENDAR


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("days", "due"),
    [(1, "2026-09-28"), (5, "2026-10-09"), (10, "2026-10-15"), (15, "2026-10-22")],
)
def test_working_days_over_two_holidays(days: int, due: str) -> None:
    found = last_day(CALENDAR, day("2026-09-24"), days)
    assert (found.day, found.provisional, found.due_on) == (day(due), False, day(due))


def test_beyond_the_calendar_a_day_is_provisional() -> None:
    found = last_day(CALENDAR, day("2026-12-28"), 5)
    assert (found.day, found.provisional, found.due_on) == (day("2027-01-05"), True, None)


@pytest.mark.parametrize(
    ("received", "veto"),
    [
        ("2026-08-31", "2026-12-01"),
        ("2026-11-30", "2027-03-01"),
        ("2026-09-15", "2026-12-16"),
        ("2027-11-29", "2028-03-01"),  # a leap year: three months end on 29 February
    ],
)
def test_three_months(received: str, veto: str) -> None:
    assert veto_from(day(received)) == day(veto)


@pytest.mark.parametrize(
    ("on", "stage"),
    [("2026-10-31", None), ("2026-11-01", 30), ("2026-11-20", 30), ("2026-11-21", 10),
     ("2026-11-30", 10), ("2026-12-01", 0), ("2027-05-01", 0)],
)  # fmt: skip
def test_warnings_before_the_veto(on: str, stage: int | None) -> None:
    assert warning_reached(day("2026-08-31"), day(on)) == stage


def test_a_petition_of_that_day() -> None:
    terms = petition_terms(CALENDAR, day("2026-09-24"))
    assert terms.notice_by == day("2026-10-09")
    assert terms.objection_by.due_on == day("2026-10-09")
    assert petition_end(day("2026-10-09"), is_extended=False) == day("2026-12-08")
    assert petition_end(day("2026-10-09"), is_extended=True) == day("2027-01-07")


@pytest.mark.parametrize(
    ("on", "due", "left"),
    [("2026-09-08", "2026-09-14", 4), ("2026-09-14", "2026-09-14", 1),
     ("2026-09-20", "2026-09-14", 1), ("2026-12-30", "2027-01-05", 3)],
)  # fmt: skip
def test_a_stopped_clock_keeps_one_day_at_least(on: str, due: str, left: int) -> None:
    assert days_left(CALENDAR, day(on), day(due)) == left
