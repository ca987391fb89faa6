"""What boxes on a page have in common."""

from __future__ import annotations

import pytest

from portal.files.boxes import Box, area, holds_middle, shared

PAGE: Box = (0, 0, 10, 20)


@pytest.mark.parametrize(
    ("box", "size"),
    [(PAGE, 200), ((2, 3, 4, 7), 8), ((4, 3, 2, 7), 0), ((4, 7, 2, 3), 0), ((1, 1, 1, 9), 0)],
)
def test_the_area_of_a_box(box: Box, size: float) -> None:
    assert area(box) == size


@pytest.mark.parametrize(
    ("other", "size"),
    [
        ((5, 15, 15, 25), 25),
        ((2, 2, 4, 4), 4),
        ((10, 0, 12, 20), 0),
        ((11, 21, 12, 22), 0),
        ((-5, 5, 30, 6), 10),
    ],
)
def test_what_two_share(other: Box, size: float) -> None:
    assert shared(PAGE, other) == shared(other, PAGE) == size


@pytest.mark.parametrize(
    ("box", "held"),
    [
        ((8, 8, 12, 12), True),
        ((9, 8, 12, 12), False),
        ((-4, -4, 4, 4), True),
        ((0, 41, 10, -1), True),
        ((0, 20, 10, 21), False),
    ],
)
def test_whether_the_middle_lies_in_another(box: Box, held: bool) -> None:
    assert holds_middle(PAGE, box) is held
