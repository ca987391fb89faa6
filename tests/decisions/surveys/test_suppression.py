"""Small groups are hidden, and cannot be reckoned from what is shown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from decisions.surveys.suppression import FLOOR, suppress, suppress_crossing


def test_the_example_of_the_specification() -> None:
    shown = suppress({"A": 52, "B": 9, "C": 31, "D": 3})
    assert dict(shown.counts) == {"A": 52, "C": 31}
    assert shown.hidden == ("B", "D")
    assert shown.together == 12
    assert (shown["A"], shown["D"]) == (52, None)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"A": 52, "B": 10}, ()),
        ({"A": 52, "B": 0}, ()),
        # One alone would be found by subtraction: the next smallest goes with it.
        ({"A": 52, "B": 9, "C": 30}, ("B", "C")),
        # Two that are too few together take a third.
        ({"A": 52, "B": 4, "C": 5, "D": 30}, ("B", "C", "D")),
        # A zero only where nothing else is left.
        ({"A": 12, "B": 4, "C": 0}, ("A", "B")),
        ({"A": 7, "B": 0}, ("A", "B")),
        ({}, ()),
    ],
)
def test_what_is_hidden(counts: dict[str, int], hidden: tuple[str, ...]) -> None:
    assert suppress(counts).hidden == hidden


def test_no_setting_goes_below_the_floor() -> None:
    assert suppress({"A": FLOOR - 1, "B": 40, "C": 50}, k=1).hidden == ("A", "B")
    assert suppress({"A": FLOOR, "B": 40}, k=1).hidden == ()


def test_hidden_parts_of_one_whole_are_two_and_enough_together() -> None:
    made = random.Random(16)  # noqa: S311
    for _ in range(2_000):
        counts = {key: made.choice((0, 1, 5, 9, 12, 40)) for key in range(made.randint(2, 6))}
        shown = suppress(counts)
        assert not any(0 < count < 10 for count in shown.counts.values())
        assert shown.together == sum(counts[key] for key in shown.hidden)
        if shown.hidden and shown.counts:
            assert len(shown.hidden) >= 2
            assert shown.together >= 10


def test_no_hidden_cell_of_a_crossing_follows_from_its_totals() -> None:
    made = random.Random(17)  # noqa: S311
    for _ in range(300):
        height, width = made.randint(2, 5), made.randint(2, 5)
        table = [[made.choice((0, 2, 8, 15, 30, 60)) for _ in range(width)] for _ in range(height)]
        shown = suppress_crossing(table)
        for row in range(height):
            for column in range(width):
                cell = shown[row][column]
                assert cell is None or cell == table[row][column]
                assert cell is None or not 0 < cell < 10
                if cell is None and not _is_lost(shown):
                    assert not _is_determined(shown, row, column)


def test_a_bridge_between_two_groups_is_closed() -> None:
    """Each line and column has two hidden cells or more, and yet the middle one would follow."""
    low, high = 6, 60
    table = [
        [low, low, high, high],
        [low, low, low, high],
        [high, high, low, low],
        [high, high, low, low],
    ]
    shown = suppress_crossing(table)
    assert not any(
        _is_determined(shown, row, column)
        for row in range(4)
        for column in range(4)
        if shown[row][column] is None
    )


def test_a_line_whose_total_is_hidden_shows_nothing() -> None:
    shown = suppress_crossing([[30, 22], [12, 0], [2, 1]], rows={1, 2})
    assert shown[1:] == [[None, None], [None, None]]


def _is_lost(shown: Sequence[Sequence[int | None]]) -> bool:
    """Whether so little is there that there is nothing left to hide it with."""
    return all(cell is None for row in shown for cell in row)


def _is_determined(shown: Sequence[Sequence[int | None]], row: int, column: int) -> bool:
    """Whether the totals of lines and columns fix a hidden cell: by rank, an independent way."""
    cells = [(r, c) for r, line in enumerate(shown) for c, cell in enumerate(line) if cell is None]
    lines = [[int(cell[0] == r) for cell in cells] for r in range(len(shown))] + [
        [int(cell[1] == c) for cell in cells] for c in range(len(shown[0]))
    ]
    wanted = [int(cell == (row, column)) for cell in cells]
    return _rank([*lines, wanted]) == _rank(lines)


def _rank(lines: Sequence[Sequence[int]]) -> int:
    rows, rank = [[Fraction(value) for value in line] for line in lines], 0
    for column in range(len(rows[0])):
        pivot = next((place for place in range(rank, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for place in range(len(rows)):
            if place != rank and rows[place][column]:
                factor = rows[place][column] / rows[rank][column]
                rows[place] = [a - factor * b for a, b in zip(rows[place], rows[rank], strict=True)]
        rank += 1
    return rank
