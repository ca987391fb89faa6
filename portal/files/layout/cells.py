"""Filling a table with the letters that lie in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from portal.files.layout.leaves import Grid, Letter, Row, holds

_SAME_LINE: Final = 0.5  # of the size: what stands less apart stands on one line


def cut(
    row: Row, grid: Grid, numbers: Mapping[tuple[int, int], int]
) -> list[tuple[int | None, Row]]:
    """A row cut where it goes from cell to cell: the number of each, None outside the table.

    ``numbers`` are those of the table.
    """
    if not row.letters:
        return [(None, row)]
    parts: list[tuple[int | None, Row]] = []
    run: list[Letter] = []
    cell: int | None = None
    for letter in row.letters:
        here = _cell_of(letter, grid, numbers)
        if run and here != cell:
            parts.append((cell, row.part(run)))
            run = []
        cell = here
        run.append(letter)
    parts.append((cell, row if len(run) == len(row.letters) else row.part(run)))
    return parts


def _cell_of(letter: Letter, grid: Grid, numbers: Mapping[tuple[int, int], int]) -> int | None:
    if not holds(grid.box, letter):
        return None
    row = max(min(bisect_right(grid.levels, letter.down), grid.rows) - 1, 0)
    column = max(min(bisect_right(grid.edges, letter.across), grid.columns) - 1, 0)
    return numbers.get((row, column))


def filled(grid: Grid, inside: dict[int, list[Row]]) -> Grid:
    """The table with what lies in its cells, by their numbers."""
    cells = tuple(
        replace(cell, lines=tuple(in_lines(inside.get(number, []))))
        for number, cell in enumerate(grid.cells)
    )
    return replace(grid, cells=cells)


def in_lines(rows: Sequence[Row]) -> list[Row]:
    """Pieces of lines from top to bottom, those on one line side by side as one row."""
    lines: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row.box[1], row.box[0])):
        if lines and on_one_line(lines[-1][0], row):
            lines[-1].append(row)
        else:
            lines.append([row])
    return [side_by_side(line) for line in lines]


def on_one_line(first: Row, row: Row) -> bool:
    """Whether two rows stand side by side."""
    if not first.letters or not row.letters:
        return False
    middle = (row.box[1] + row.box[3]) / 2
    known = (first.box[1] + first.box[3]) / 2
    return abs(middle - known) <= _SAME_LINE * max(min(row.size, first.size), 1.0)


def side_by_side(line: Sequence[Row]) -> Row:
    """Rows on one line as one, blanks between them where they stand apart."""
    if len(line) == 1:
        return line[0]
    text = ""
    letters: list[Letter] = []
    end = 0.0
    for row in sorted(line, key=lambda row: row.box[0]):
        if text and row.box[0] - end > _SAME_LINE * row.size:
            text += " "
        letters += [replace(one, offset=one.offset + len(text)) for one in row.letters]
        text += row.text
        end = row.box[2]
    return Row(text, tuple(letters), min(row.confidence for row in line))
