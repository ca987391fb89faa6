"""The days of a decision, worked out by hand from the notices of the State Council."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.dossiers.deadlines import days_of, earliest_opinion, materials_of
from tests.workdays.calendars import CALENDAR


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "earliest"),
    [
        ("2026-09-21", "2026-10-08"), ("2026-09-18", "2026-09-29"), ("2026-09-19", "2026-09-29"),
        ("2026-02-09", "2026-02-25"), ("2026-02-11", "2026-02-27"), ("2026-04-29", "2026-05-12"),
        ("2026-09-30", "2026-10-15"),
    ],
)  # fmt: skip
def test_seven_working_days_for_the_review_of_legality(received: str, earliest: str) -> None:
    assert earliest_opinion(_day(received), CALENDAR).on == _day(earliest)


def test_beyond_the_calendar_no_day_but_the_reason() -> None:
    found = earliest_opinion(_day("2026-12-28"), CALENDAR)
    assert found.on is None
    assert "2027年的节假日安排尚未收录" in found.provisional


@pytest.mark.parametrize(
    ("held", "last", "proposed"),
    [
        ("2026-10-12", "2026-10-05", "2026-09-30"), ("2026-10-20", "2026-10-13", "2026-10-13"),
        ("2026-03-20", "2026-03-13", "2026-03-13"),
    ],
)  # fmt: skip
def test_the_materials_of_a_hearing_go_out_seven_days_before(
    held: str, last: str, proposed: str
) -> None:
    found = materials_of(_day(held), CALENDAR)
    assert (found.last, found.proposed) == (_day(last), _day(proposed))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-09-10", "2026-10-10", 30), ("2023-04-27", "2023-05-26", 29),
        ("2026-01-16", "2026-02-15", 30),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_not_counted(first: str, last: str, days: int) -> None:
    assert days_of(_day(first), _day(last)) == days
