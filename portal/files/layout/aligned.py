"""Tables without upright rules: told by text that stands in columns, row after row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from portal.files.boxes import Box
from portal.files.layout.cells import in_lines
from portal.files.layout.leaves import Grid, Letter, Piece, Row, Rule, around

_APART: Final = 1.1  # of the size: a wider blank parts two cells
_CHANNEL: Final = 0.7  # of the size: the narrowest blank between two columns
_CROSSED: Final = 0.2  # of the lines may reach over a channel: their cells span columns
_FEWEST: Final = 3  # lines with several cells
_LONGEST: Final = 18  # letters of a cell, on the average: more is prose in columns
_NUMBERS: Final = 0.6  # of a column, to be one of figures
_NUMBER: Final = re.compile(r"[-+−—]?[¥￥$]?\d[\d,，.．]*\s*[%％‰]?|[—–-]{1,2}|[\d年月日./-]{6,}")
_LEADER: Final = re.compile(r"[.．…·]{3,}")
_NARROW: Final = 0.5  # of the size: the same between rules above and below
_EVEN: Final = 5.0  # points: rules that are as long as each other
_IMPRINT: Final = re.compile("(?:主题词|抄送|抄报|分送|主送|印发|附件)")
_WIDEST: Final = 20_000  # points: wider than any page
_BELOW: Final = 2.2  # of the size: a line farther down is no part of the table


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands side by side: cells from left to right, each a run of letters of some row."""

    cells: tuple[Row, ...]
    rows: frozenset[int]

    @property
    def box(self) -> Box:
        """Around all of it."""
        return around(cell.box for cell in self.cells)

    @property
    def size(self) -> float:
        """The size of its letters."""
        return max(cell.size for cell in self.cells)


def strips(rows: Sequence[tuple[int, Row]], apart: float = _APART) -> list[Strip]:
    """Rows with their numbers as lines across the page, cut at blanks wider than ``apart`` times
    the size.
    """
    placed = [(number, row) for number, row in rows if row.letters]
    placed.sort(key=lambda pair: (pair[1].box[1] + pair[1].box[3]) / 2)
    lines: list[list[tuple[int, Row]]] = []
    for number, row in placed:
        if lines and _level(lines[-1][0][1], row):
            lines[-1].append((number, row))
        else:
            lines.append([(number, row)])
    found: list[Strip] = []
    for line in lines:
        cells = [cell for _, row in line for cell in _cut(row, apart)]
        cells.sort(key=lambda cell: cell.box[0])
        found.append(Strip(tuple(cells), frozenset(number for number, _ in line)))
    return found


def _level(first: Row, row: Row) -> bool:
    middle = (row.box[1] + row.box[3]) / 2
    return abs(middle - (first.box[1] + first.box[3]) / 2) <= 0.4 * min(first.size, row.size)


def _cut(row: Row, apart: float) -> list[Row]:
    runs: list[list[Letter]] = []
    blank = apart * max(row.size, 1.0)
    for letter in sorted(row.letters, key=lambda one: one.box[0]):
        if runs and letter.box[0] - runs[-1][-1].box[2] <= blank:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return [row.part(sorted(run, key=lambda one: one.offset)) for run in runs]


def aligned(
    rows: Sequence[tuple[int, Row]], across: Sequence[Rule]
) -> list[tuple[Grid, frozenset[int]]]:
    """Tables with the numbers of the rows that stand in them.

    Between rules above and below any columns make one; elsewhere a table has a column of figures.
    """
    found: list[tuple[Grid, frozenset[int]]] = []
    left = list(rows)
    for box in _frames(across):
        inside = [(number, row) for number, row in left if row.letters and _within(row.box, box)]
        lines = strips(inside, _NARROW)
        table = _table(lines, framed=True) if len(lines) > 1 else None
        if table is not None:
            gone = frozenset(number for number, _ in inside)
            found.append((table, gone))
            left = [pair for pair in left if pair[0] not in gone]
    lines = strips(left)
    start = 0
    while start < len(lines):
        end = _run_end(lines, start)
        run = lines[start:end]
        table = _table(run, framed=False) if end - start >= _FEWEST else None
        if table is not None:
            found.append((table, frozenset(number for line in run for number in line.rows)))
        start = max(end, start + 1)
    return found


def _frames(across: Sequence[Rule]) -> list[Box]:
    """Boxes between level rules that are as long as each other, from the first to the last."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= _EVEN and abs(group[0].end - rule.end) <= _EVEN:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [
        (group[0].start, group[0].at, group[0].end, group[-1].at)
        for group in groups
        if len(group) > 1 and group[-1].at - group[0].at > _EVEN
    ]


def _within(box: Box, frame: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return (
        frame[0] - _EVEN <= box[0] and box[2] <= frame[2] + _EVEN and frame[1] < middle < frame[3]
    )


def _run_end(lines: Sequence[Strip], start: int) -> int:
    """Where the lines with several cells that begin here end; a wrapped cell may stand among
    them as a line of one.
    """
    if len(lines[start].cells) < 2:
        return start
    end = start + 1
    last = lines[start]
    at = end
    while at < len(lines) and lines[at].box[1] - lines[at - 1].box[3] <= _BELOW * last.size:
        if len(lines[at].cells) > 1:
            end, last = at + 1, lines[at]
        elif at - end >= 1:
            break
        at += 1
    return end


def _table(run: Sequence[Strip], *, framed: bool) -> Grid | None:
    several = [line for line in run if len(line.cells) > 1]
    cells = [cell for line in several for cell in line.cells]
    if any(_LEADER.search(cell.text) or _IMPRINT.match(cell.text) for cell in cells):
        return None
    if sum(len(cell.text) for cell in cells) > _LONGEST * len(cells):
        return None
    if len(several) < (2 if framed else _FEWEST):
        return None
    box = around(line.box for line in run)
    edges = _edges(several, box, _NARROW if framed else _CHANNEL)
    if len(edges) < 3:
        return None
    grid = _grid(run, edges, box)
    return grid if framed or _has_figures(grid) else None


def _edges(lines: Sequence[Strip], box: Box, channel: float) -> list[float]:
    """Where columns begin, and where the last one ends: channels that nearly no line crosses."""
    left, right = box[0], box[2]
    if right - left > _WIDEST:
        return [left, right]
    covered: npt.NDArray[np.int_] = np.zeros(int(right - left) + 2, dtype=int)
    for line in lines:
        for cell in line.cells:
            covered[int(cell.box[0] - left) : int(cell.box[2] - left) + 1] += 1
    size = sorted(line.size for line in lines)[len(lines) // 2]
    free = covered <= _CROSSED * len(lines)
    edges, start = [left], None
    for place, is_free in enumerate([*free, False]):
        if is_free and start is None:
            start = place
        elif not is_free and start is not None:
            if start > 0 and place < len(free) - 1 and place - start >= channel * size:
                edges.append(left + (start + place) / 2)
            start = None
    return [*edges, right]


def _grid(run: Sequence[Strip], edges: list[float], box: Box) -> Grid:
    rows: list[dict[tuple[int, int], list[Row]]] = []
    levels: list[float] = []
    for line in run:
        placed: dict[tuple[int, int], list[Row]] = {}
        for cell in line.cells:
            placed.setdefault(_columns(cell, edges), []).append(cell)
        if rows and _goes_on(placed, rows[-1]):
            for span, cells in placed.items():
                rows[-1].setdefault(span, []).extend(cells)
        else:
            rows.append(placed)
            levels.append(line.box[1])
    pieces: list[Piece] = []
    for number, placed in enumerate(rows):
        taken: set[int] = set()
        for (first, last), cells in sorted(placed.items()):
            if first in taken:
                continue
            taken.update(range(first, last + 1))
            pieces.append(Piece(number, first, 1, last - first + 1, tuple(in_lines(cells))))
        pieces += [Piece(number, n) for n in range(len(edges) - 1) if n not in taken]
    pieces.sort(key=lambda piece: (piece.row, piece.column))
    return Grid(
        len(rows), len(edges) - 1, tuple(pieces), box, tuple(edges), (*levels, box[3]), ruled=False
    )


def _columns(cell: Row, edges: Sequence[float]) -> tuple[int, int]:
    """The first and last column a cell stands in."""
    left, right = cell.box[0], cell.box[2]
    margin = cell.size / 2
    inner = edges[1:-1]
    first = sum(1 for edge in inner if left >= edge - margin)
    last = sum(1 for edge in inner if right > edge + margin)
    return first, max(first, last)


def _goes_on(
    placed: dict[tuple[int, int], list[Row]], before: dict[tuple[int, int], list[Row]]
) -> bool:
    """Whether a line of one cell goes on with the cell above it."""
    return len(placed) == 1 and next(iter(placed)) in before and next(iter(placed))[0] > 0


def _has_figures(grid: Grid) -> bool:
    by_column: dict[int, list[str]] = {}
    for cell in grid.cells:
        text = "".join(row.text for row in cell.lines).strip()
        if cell.row and cell.across == 1 and text:
            by_column.setdefault(cell.column, []).append(text)
    return any(
        len(texts) >= 2
        and sum(1 for text in texts if _NUMBER.fullmatch(text)) >= _NUMBERS * len(texts)
        for column, texts in by_column.items()
        if column > 0
    )
