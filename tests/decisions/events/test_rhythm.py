"""每月至少一场, 每季度至少一次: which stretches are behind, and which are only not over."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.events.rhythm import Every, Target, behind, stretches

D = dt.date
COMMUNITY = Target(Every.MONTH, 1, frozenset({8}))
CAMPUS = Target(Every.QUARTER, 1)
EACH_MONTH = [D(2026, month, 10) for month in range(1, 8)]


def test_august_is_free_of_it_and_september_is_not() -> None:
    assert behind(COMMUNITY, 2026, EACH_MONTH, on=D(2026, 9, 30)) == []
    late = behind(COMMUNITY, 2026, EACH_MONTH, on=D(2026, 10, 1))
    assert [each.months for each in late] == [(9,)]


@pytest.mark.parametrize(
    ("on", "late"),
    [(D(2026, 3, 31), 0), (D(2026, 4, 1), 1), (D(2026, 12, 31), 3), (D(2027, 1, 1), 4)],
)
def test_a_quarter_is_behind_when_it_is_over(on: dt.date, late: int) -> None:
    assert len(behind(CAMPUS, 2026, [], on=on)) == late


def test_what_was_held_counts_in_its_own_stretch_and_year_only() -> None:
    held = [D(2025, 2, 1), D(2026, 2, 1), D(2026, 2, 9), D(2026, 7, 1)]
    found = stretches(CAMPUS, 2026, held, on=D(2026, 12, 31))
    assert [(each.held, each.is_behind) for each in found] == [
        (2, False), (0, True), (1, False), (0, False),
    ]  # fmt: skip
    assert found[3].is_over is False


def test_a_year_has_one_stretch() -> None:
    found = stretches(Target(Every.YEAR, 4), 2026, [], on=D(2027, 1, 1))
    assert [(len(each.months), each.is_behind) for each in found] == [(12, True)]
