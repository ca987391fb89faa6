"""Tables by their rules: which lines belong together, and which cells they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from portal.files.boxes import Box
from portal.files.layout.leaves import Grid, Piece, Rule

# Points. What is nearer is one rule (a double one, or one drawn cell by cell).
_ONE: Final = 3.5
_GAP: Final = 4.0  # in the course of a rule
_SHORTEST: Final = 8.0
_COVERED: Final = 0.6  # of a side, for a border to be there
_OPEN: Final = 8.0  # how far level rules reach beyond the outer upright ones of an open table
_MOST: Final = 2_000  # rules of one page that are looked at
_MOST_CELLS: Final = 20_000


def grids(across: Iterable[Rule], down: Iterable[Rule]) -> list[Grid]:
    """The tables that rules draw, from top to bottom; cells are still empty.

    A frame around one text is no table.
    """
    level, upright = _joined(across), _joined(down)
    if len(level) + len(upright) > _MOST:
        return []
    found = [grid for part in _crossing(level, upright) if (grid := _grid(*part)) is not None]
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch, as one."""
    found: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _GAP:
                end = max(end, rule.end)
            else:
                found.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start >= _SHORTEST]


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= _ONE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _crossing(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Level and upright rules that cross or touch, table by table."""
    left_level, left_upright = set(range(len(level))), set(range(len(upright)))
    parts: list[tuple[list[Rule], list[Rule]]] = []
    while left_upright:
        open_upright = [left_upright.pop()]
        open_level: list[int] = []
        part: tuple[list[Rule], list[Rule]] = ([], [])
        while open_upright or open_level:
            if open_upright:
                rule = upright[open_upright.pop()]
                part[1].append(rule)
                met = {n for n in left_level if _touch(level[n], rule)}
                left_level -= met
                open_level += met
            else:
                rule = level[open_level.pop()]
                part[0].append(rule)
                met = {n for n in left_upright if _touch(rule, upright[n])}
                left_upright -= met
                open_upright += met
        parts.append(part)
    return parts


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _ONE <= upright.at <= level.end + _ONE
        and upright.start - _ONE <= level.at <= upright.end + _ONE
    )


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    rows, columns = _places(level), _places(upright)
    if len(rows) < 2 or not columns:
        return None
    # A table may be open at its sides: level rules reach farther than the upright ones.
    starts = sorted(rule.start for rule in level)
    ends = sorted(rule.end for rule in level)
    if len(level) > 1 and starts[1] < columns[0] - _OPEN:
        columns = [starts[0], *columns]
        upright = [*upright, Rule(starts[0], rows[0], rows[-1])]
    if len(level) > 1 and ends[-2] > columns[-1] + _OPEN:
        columns = [*columns, ends[-1]]
        upright = [*upright, Rule(ends[-1], rows[0], rows[-1])]
    count = (len(rows) - 1) * (len(columns) - 1)
    if count < 2 or count > _MOST_CELLS:
        return None
    cells = _cells(_Borders(rows, columns, level, upright))
    if len(cells) < 2:
        return None
    box: Box = (columns[0], rows[0], columns[-1], rows[-1])
    return Grid(len(rows) - 1, len(columns) - 1, tuple(cells), box, tuple(columns), tuple(rows))


def _places(rules: Iterable[Rule]) -> list[float]:
    groups = _clusters(sorted(rules, key=lambda rule: rule.at))
    return [sum(rule.at for rule in group) / len(group) for group in groups]


class _Borders:
    """Which sides of the smallest cells are drawn."""

    def __init__(
        self, rows: list[float], columns: list[float], level: list[Rule], upright: list[Rule]
    ) -> None:
        self.rows = len(rows) - 1
        self.columns = len(columns) - 1
        self.above = _drawn(level, rows, columns)
        self.before = _drawn(upright, columns, rows)


def _drawn(rules: list[Rule], places: list[float], across: list[float]) -> set[tuple[int, int]]:
    """(place, part) for every part of the cross grid along which a rule runs at a place."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        place = min(range(len(places)), key=lambda n: abs(places[n] - rule.at))
        for part, (start, end) in enumerate(pairwise(across)):
            covered = min(rule.end, end) - max(rule.start, start)
            if covered >= _COVERED * (end - start):
                found.add((place, part))
    return found


def _cells(borders: _Borders) -> list[Piece]:
    """Cells with what they span: the smallest ones, joined where no border parts them."""
    taken: set[tuple[int, int]] = set()
    cells: list[Piece] = []
    for row in range(borders.rows):
        for column in range(borders.columns):
            if (row, column) in taken:
                continue
            down, across = _span(borders, row, column, taken)
            taken.update((row + r, column + c) for r in range(down) for c in range(across))
            cells.append(Piece(row, column, down, across))
    return cells


def _span(borders: _Borders, row: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """How far a cell reaches: sidewards first, then down while no border stands between."""
    across = 1
    while (
        column + across < borders.columns
        and (row, column + across) not in taken
        and (column + across, row) not in borders.before
    ):
        across += 1
    down = 1
    while row + down < borders.rows and all(
        (row + down, column + c) not in borders.above
        and (row + down, column + c) not in taken
        and (c == 0 or (column + c, row + down) not in borders.before)
        for c in range(across)
    ):
        down += 1
    return down, across
