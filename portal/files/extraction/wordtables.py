"""Tables of Word: rows as lines, and cells with all they span."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from portal.files.extraction.pieces import Piece, blocks_of
from portal.files.extraction.result import row_text
from portal.files.extraction.tables import Row, cell_block, headed, text_of
from portal.files.extraction.worddoubts import Doubts
from portal.files.extraction.wordruns import TRANSPARENT
from portal.files.formats.wordml import W, child, is_on
from portal.files.formats.xml import local_name
from portal.text.model import Block, Cell, Figure, Paragraph, Table, words

_WIDEST: Final = 63  # columns a page can hold
_FIRST_ROW: Final = 0x0020  # of w:tblLook


@dataclass(slots=True)
class _Open:
    """A cell whose rows are still being counted."""

    blocks: list[Block]
    across: int
    down: int = 1


@dataclass(slots=True)
class _Grid:
    """The cells of each row, and the one that is open downwards at a column."""

    rows: list[list[_Open]] = field(default_factory=list)
    headers: list[bool] = field(default_factory=list)
    widths: set[int] = field(default_factory=set)
    _above: dict[int, _Open] = field(default_factory=dict)
    _below: dict[int, _Open] = field(default_factory=dict)
    _column: int = 0

    def begin(self, *, is_header: bool) -> None:
        self.rows.append([])
        self.headers.append(is_header)
        self._above, self._below, self._column = self._below, {}, 0

    def add(self, blocks: Iterable[Block], across: int, merge: str) -> None:
        above = self._above.get(self._column)
        if merge == "continue" and above is not None and above.across == across:
            above.down += 1
            above.blocks.extend(blocks)
            self._below[self._column] = above
        else:
            cell = _Open(list(blocks), across)
            self.rows[-1].append(cell)
            if merge:
                self._below[self._column] = cell
        self._column += across

    def end(self) -> None:
        if self._column:
            self.widths.add(self._column)


def read_table(
    table: Any, doubts: Doubts, pieces: Callable[[Any], Iterable[Piece]], *, nested: bool
) -> Piece:
    """A table as one piece; `pieces` reads what stands in a cell."""
    grid = _Grid()
    lines: list[str] = []
    noted: set[str] = set()
    for row in _items(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            doubts.note("changes")
            continue
        before = _count(child(properties, "gridBefore"), otherwise=0)
        after = _count(child(properties, "gridAfter"), otherwise=0)
        cells = [""] * before
        grid.begin(is_header=is_on(properties, "tblHeader"))
        if before:
            grid.add((), before, "")
        for cell in _items(row, "tc"):
            inside = list(pieces(cell))
            noted.update(kind for piece in inside for kind in piece.noted)
            across = max(_count(child(cell, "tcPr", "gridSpan"), otherwise=1), 1)
            cells.append(" ".join(line for piece in inside for line in piece.lines))
            cells += [""] * (across - 1)
            grid.add(_flat(blocks_of(inside)), across, _merge(cell))
        if after:
            grid.add((), after, "")
        grid.end()
        doubts.note_if("nested", nested)
        lines.append(row_text(cells))
    doubts.note_if("uneven", len(grid.widths) > 1)
    rows = _closed(grid, looks_headed=_looks_headed(table))
    filled = any(cell.blocks for row in rows for cell in row)
    return Piece(tuple(lines), Table(rows) if filled else None, noted=doubts.take() | noted)


def _closed(grid: _Grid, *, looks_headed: bool) -> tuple[Row, ...]:
    marked = next((n for n, header in enumerate(grid.headers) if not header), len(grid.headers))
    rows = [tuple(Cell(tuple(c.blocks), c.across, c.down) for c in row) for row in grid.rows]
    return headed(rows, marked=marked, looks_headed=looks_headed)


def _looks_headed(table: Any) -> bool:
    """Whether the first row is set apart; files that say nothing of it usually mean it."""
    look = child(table, "tblPr", "tblLook")
    if look is None:
        return True
    first = look.get(W + "firstRow")
    if first is not None:
        return first not in ("0", "false", "off")
    try:
        return bool(int(look.get(W + "val", "0"), 16) & _FIRST_ROW)
    except ValueError:
        return True


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """What a cell may hold: the rows of a table inside it as paragraphs."""
    for block in blocks:
        if not isinstance(block, Table):
            yield cell_block(block)
            continue
        for row in block.rows:
            text = " ".join(filter(None, (text_of(cell.blocks) for cell in row)))
            if text:
                yield Paragraph(words(text))
            yield from (each for cell in row for each in cell.blocks if isinstance(each, Figure))


def _merge(cell: Any) -> str:
    merge = child(cell, "tcPr", "vMerge")
    return "" if merge is None else merge.get(W + "val", "continue")


def _count(element: Any | None, *, otherwise: int) -> int:
    """How many columns an element says; never more than a page can hold."""
    text = element.get(W + "val", "") if element is not None else ""
    return min(int(text), _WIDEST) if text.isascii() and text.isdecimal() else otherwise


def _items(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, looking through content controls."""
    for element in parent:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in TRANSPARENT:
            yield from _items(element, wanted)
