"""lay_out: pages as their pieces lie on them, to what they say in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.files.boxes import Box, area
from portal.files.layout.aligned import aligned
from portal.files.layout.cells import cut, filled
from portal.files.layout.columns import in_columns
from portal.files.layout.furniture import furniture
from portal.files.layout.grids import grids
from portal.files.layout.leaves import Grid, Item, Leaf, Row, Sheet, holds

_PAGE: Final = 0.85  # of the page: a picture as large is the page itself, scanned
_UNDER: Final = 3  # letters on a picture: more make it a seal or a background


def lay_out(leaves: Sequence[Leaf]) -> list[Sheet]:
    """Every page, with its rows, tables and pictures in reading order."""
    ruled = [_ruled(leaf) for leaf in leaves]
    inside = [
        set(range(len(leaf.rows))) - {number for number, row in rows if row is leaf.rows[number]}
        for leaf, (_, rows) in zip(leaves, ruled, strict=True)
    ]
    beside = furniture(leaves, inside)
    return [
        _sheet(number, leaf, *ruled[number], {row for page, row in beside if page == number})
        for number, leaf in enumerate(leaves)
    ]


def _sheet(
    number: int,
    leaf: Leaf,
    tables: list[_Table],
    rows: list[tuple[int, Row]],
    beside: set[int],
) -> Sheet:
    placed = [
        (place, Item(number + 1, row=leaf.rows[place], furniture=True)) for place in sorted(beside)
    ]
    rows = [(place, row) for place, row in rows if place not in beside]
    ordered, columns = in_columns(rows, leaf.across)
    if columns == 1:
        more = aligned(ordered, leaf.across)
        gone = frozenset(place for _, places in more for place in places)
        ordered = [pair for pair in ordered if pair[0] not in gone]
        tables = [*tables, *(_Table(grid, min(places)) for grid, places in more)]
    tables.sort(key=lambda table: table.first)
    items = _merged(number + 1, ordered, tables, placed)
    pictures, under = _pictures(leaf)
    for picture in pictures:
        items.insert(_place_of(leaf.pictures[picture], items), Item(number + 1, picture=picture))
    return Sheet(number + 1, leaf.width, leaf.height, tuple(items), columns, tuple(under))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table and the number of the first row that stands in it."""

    grid: Grid
    first: int


def _ruled(leaf: Leaf) -> tuple[list[_Table], list[tuple[int, Row]]]:
    """The drawn tables with what stands in them, and the rows outside with their numbers."""
    rows = list(enumerate(leaf.rows))
    tables: list[_Table] = []
    for grid in grids(leaf.across, leaf.down):
        inside: dict[int, list[Row]] = {}
        outside: list[tuple[int, Row]] = []
        first = None
        numbers = grid.numbers()
        for place, row in rows:
            for cell, part in cut(row, grid, numbers):
                if cell is None:
                    outside.append((place, part))
                else:
                    inside.setdefault(cell, []).append(part)
                    first = place if first is None else first
        if first is None or len(inside) < 2:
            continue  # a drawing, or a frame around one text
        tables.append(_Table(filled(grid, inside), first))
        rows = outside
    return tables, rows


def _merged(
    page: int,
    rows: Sequence[tuple[int, Row]],
    tables: Sequence[_Table],
    beside: Sequence[tuple[int, Item]],
) -> list[Item]:
    """Rows in their order, each table where its first row stood, furniture where it was."""
    items: list[Item] = []
    waiting = sorted(
        [*beside, *((table.first, Item(page, grid=table.grid)) for table in tables)],
        key=lambda pair: pair[0],
    )
    for place, row in rows:
        while waiting and waiting[0][0] < place:
            items.append(waiting.pop(0)[1])
        items.append(Item(page, row=row))
    return [*items, *(item for _, item in waiting)]


def _pictures(leaf: Leaf) -> tuple[list[int], list[int]]:
    """Pictures that belong to the text, and those under it: by their numbers."""
    shown: list[int] = []
    under: list[int] = []
    for number, box in enumerate(leaf.pictures):
        if area(box) >= _PAGE * leaf.width * leaf.height:
            continue
        letters = sum(1 for row in leaf.rows for letter in row.letters if holds(box, letter))
        (under if letters > _UNDER else shown).append(number)
    return shown, under


def _place_of(box: Box, items: Sequence[Item]) -> int:
    """Where among the items a picture stands: before the first one below it."""
    for place, item in enumerate(items):
        there = item.box
        beside = item.furniture or item.picture is not None
        if not beside and there[1] >= box[3] - 2 and there[0] < box[2] and there[2] > box[0]:
            return place
    return len(items)
