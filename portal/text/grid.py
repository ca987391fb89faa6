"""Where the cells of a table stand: every place of its grid, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.text.model import Cell, Table

# Wider than any sheet of paper; whoever writes more means a list.
MOST_COLUMNS = 200
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its upper left corner, rows and columns counted from 0."""

    cell: Cell
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out as HTML lays it out: each cell in the first free place of its row.

    `rows` are the cells that begin in each row; `width` is the number of columns. `faults` are
    Chinese sentences about cells that lie upon each other or stick out below.
    """

    rows: tuple[tuple[Placed, ...], ...]
    width: int
    faults: tuple[str, ...] = ()

    @property
    def heads(self) -> int:
        """How many of the first rows are header rows, with all that their cells span."""
        count = 0
        for number, row in enumerate(self.rows):
            covered = number < count
            if not covered and not (row and all(placed.cell.is_header for placed in row)):
                break
            count = max(count, number + 1, *(number + placed.cell.down for placed in row))
        return min(count, len(self.rows))

    def spread(self, filler: str = "") -> Iterator[list[Placed | str]]:
        """Every row with a cell or `filler` in each of its places, up to the last one taken."""
        taken = [0] * len(self.rows)
        places: dict[tuple[int, int], Placed] = {}
        for row in self.rows:
            for placed in row:
                places[placed.row, placed.column] = placed
                end = placed.column + placed.cell.across
                for number in range(placed.row, min(placed.row + placed.cell.down, len(taken))):
                    taken[number] = max(taken[number], end)
        for number, width in enumerate(taken):
            yield [places.get((number, column), filler) for column in range(width)]


def laid(table: Table) -> Grid:
    """The grid of a table; spans beyond the limits are cut, and named among the faults."""
    free: list[int] = []
    rows: list[tuple[Placed, ...]] = []
    faults: list[str] = []
    last = len(table.rows)
    for number, row in enumerate(table.rows):
        column, placed = 0, []
        for position, cell in enumerate(row, start=1):
            while column < len(free) and free[column] > number:
                column += 1
            across = max(1, min(cell.across, MOST_COLUMNS))
            down = max(1, min(cell.down, last - number))
            kept = cell
            if (across, down) != (cell.across, cell.down):
                faults.append(f"{_where(number, position)}跨出表格之外")
                kept = Cell(cell.blocks, across, down, cell.is_header)
            free += [0] * (column + across - len(free))
            if any(free[place] > number for place in range(column, column + across)):
                faults.append(f"{_where(number, position)}与上面跨行的单元格重叠")
            for place in range(column, column + across):
                free[place] = max(free[place], number + down)
            placed.append(Placed(kept, number, column))
            column += across
        rows.append(tuple(placed))
    if len(free) > MOST_COLUMNS:
        faults.append(f"超过{MOST_COLUMNS}列")
    return Grid(tuple(rows), len(free), tuple(faults))


def _where(row: int, position: int) -> str:
    return f"第{row + 1}行第{position}格"
