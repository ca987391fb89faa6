"""The pure rules: throws as typed, who comes next, who is behind on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.draws.draw import Candidate, DrawError
from decisions.seats.dice import read_throws
from decisions.seats.quotas import expected, months_over, standing
from decisions.seats.substitutes import next_in

D = dt.date
SOURCE = "3.1.7.0.9.4.4.2.8.6./"


@pytest.mark.parametrize(
    "typed", ["3 1 7 0 9 4 4 2 8 6", "3170944286", "3、1，7.0 9.4.4.2.8.6./", SOURCE]
)
def test_throws_however_they_are_typed(typed: str) -> None:
    assert read_throws(typed) == SOURCE


@pytest.mark.parametrize("typed", ["", "317094428", "31709442866", "3 1 7 0 9 4 4 2 8 x", "²³" * 5])
def test_what_is_no_ten_throws_is_refused(typed: str) -> None:
    with pytest.raises(DrawError, match="10个0到9的点数"):
        read_throws(typed)


ORDER = [
    Candidate("3", "企业"),
    Candidate("9", "市民"),
    Candidate("4", "市民"),
    Candidate("5", "企业"),
]


def test_a_seat_of_a_group_goes_to_the_next_of_the_group_then_to_the_next_of_all() -> None:
    assert next_in(ORDER, {"3"}, "企业") == ORDER[3]
    assert next_in(ORDER, {"3", "5"}, "企业") == ORDER[1]
    assert next_in(ORDER, {"3"}, "") == ORDER[1]
    assert next_in(ORDER, {"3", "9", "4", "5"}, "") is None


@pytest.mark.parametrize(
    ("on", "over"),
    [(D(2026, 6, 29), 5), (D(2026, 6, 30), 6), (D(2025, 12, 31), 0), (D(2027, 1, 1), 12)],
)
def test_months_that_are_over(on: dt.date, over: int) -> None:
    assert months_over(2026, on) == over


def test_four_a_year_and_one_by_the_end_of_june_is_behind() -> None:
    """Acceptance test 25: two were to be expected."""
    found = standing(4, 1, year=2026, on=D(2026, 6, 30))
    assert (found.expected, found.behind) == (2, 1)
    assert standing(4, 1, year=2026, on=D(2026, 6, 29)).behind == 0


def test_one_a_year_is_not_late_before_its_planned_month_has_passed() -> None:
    assert standing(1, 0, year=2026, on=D(2026, 9, 29), months=(9,)).behind == 0
    assert standing(1, 0, year=2026, on=D(2026, 9, 30), months=(9,)).behind == 1
    assert standing(1, 0, year=2026, on=D(2026, 11, 30)).behind == 0
    assert standing(1, 0, year=2026, on=D(2026, 12, 31)).behind == 1


def test_what_was_planned_too_seldom_is_still_lacking_at_the_end() -> None:
    assert expected(4, year=2026, on=D(2026, 12, 31), months=(6,)) == 4
    assert expected(2, year=2026, on=D(2026, 8, 1), months=(3, 5, 7)) == 2
