"""The result, reckoned by hand beside the function."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from policies.selection.tally import Entry, average, rounded, tally


def sheet(*points: int) -> list[tuple[int, int]]:
    """An expert's points by two criteria of 60 and 40."""
    return list(zip(points, (60, 40), strict=True))


def test_votes_and_marks_are_weighed() -> None:
    """300 votes are 100.00 points, 200 are 66.67; 80 and 90 by 60 and 40 percent are 84.00, with
    90.00 of another 87.00. 100.00 × 40 % + 87.00 × 60 % = 92.2;
    66.67 × 40 % + 95.00 × 60 % = 83.668.
    """
    lines = tally(
        [
            Entry(7, 300, [sheet(80, 90), sheet(90, 90)]),
            Entry(5, 200, [sheet(95, 95)]),
        ],
        votes_weight=40, marks_weight=60, awards=1,
    )  # fmt: skip
    assert [(line.key, line.votes_part, line.marks_part, line.score) for line in lines] == [
        (7, Decimal("100.00"), Decimal("87.00"), Decimal("92.2")),
        (5, Decimal("66.67"), Decimal("95.00"), Decimal("83.668")),
    ]
    assert [(line.place, line.is_awarded) for line in lines] == [(1, True), (2, False)]


def test_equal_scores_share_a_place_and_leave_the_next_out() -> None:
    rows = [Entry(key, votes, [sheet(90, 90)]) for key, votes in ((1, 9), (2, 5), (3, 5), (4, 1))]
    lines = tally(rows, votes_weight=50, marks_weight=50, awards=2)
    assert [(line.key, line.place, line.is_shared, line.is_awarded) for line in lines] == [
        (1, 1, False, True), (2, 2, True, True), (3, 2, True, True), (4, 4, False, False),
    ]  # fmt: skip


def test_nothing_is_divided_by_no_votes() -> None:
    [line] = tally([Entry(1, 0, [sheet(70, 60)])], votes_weight=50, marks_weight=50, awards=1)
    assert (line.votes_part, line.score) == (Decimal("0.00"), Decimal("33"))
    assert tally([], votes_weight=50, marks_weight=50, awards=1) == []
    assert average([]) == Decimal("0.00")


def test_weights_that_are_no_hundred_are_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        tally([], votes_weight=50, marks_weight=40, awards=1)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(200, 3), "66.67"), (Fraction(100, 3), "33.33"), (Fraction(1, 200), "0.01"),
        (Fraction(66665, 1000), "66.67"), (Fraction(66664, 1000), "66.66"),
        (Fraction(100), "100.00"),
    ],
)  # fmt: skip
def test_two_decimals_half_up_and_exact(value: Fraction, printed: str) -> None:
    assert str(rounded(value)) == printed
