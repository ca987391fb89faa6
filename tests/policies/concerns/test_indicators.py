"""The figures of a month, counted by hand."""

from __future__ import annotations

from policies.concerns.indicators import Course, Figures, figures_of
from tests.policies.concerns.cases import HOUR, local

BEGAN = local("2026-10-01T22:00")
DUE = BEGAN + 5 * HOUR
PRESS = BEGAN + 24 * HOUR


def test_each_concern_counts_where_it_stands() -> None:
    courses = [
        Course(BEGAN, DUE, BEGAN + 2 * HOUR, PRESS, PRESS),
        Course(BEGAN, DUE, DUE, PRESS, PRESS + HOUR),
        Course(BEGAN, DUE, BEGAN + 9 * HOUR, PRESS, None, has_press_reason=True),
        Course(BEGAN, DUE, None, PRESS, None),
        Course(BEGAN, BEGAN + 48 * HOUR, None),
    ]
    found = figures_of(courses, now=PRESS + HOUR)
    assert found == Figures(
        noticed=5, in_time=2, late=2, running=1, median_hours=5.0, press=4, press_in_time=1,
        press_late=2, press_reasons=1,
    )  # fmt: skip


def test_a_month_without_any_has_no_median() -> None:
    assert figures_of([], now=PRESS) == Figures()
