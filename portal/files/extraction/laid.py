"""From pages laid out to lines, blocks, and doubts with their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from portal.files.boxes import Box
from portal.files.extraction.result import Doubt, Place, row_text
from portal.files.layout import Grid, Item, Row, Sheet
from portal.text.model import Block, Cell, Figure, Inlines, Paragraph, Table, words

_TABLE_CAPTION: Final = re.compile(
    r"(?:附?表)\s?[0-9０-９一二三四五六七八九十]{1,3}(?:[-－–.][0-9]{1,3})?(?![0-9])"
)
_FIGURE_CAPTION: Final = re.compile(
    r"图\s?[0-9０-９一二三四五六七八九十]{1,3}(?:[-－–.][0-9]{1,3})?(?![0-9])"
)
_LONGEST_CAPTION: Final = 50
_SENTENCE: Final = re.compile("[。；：]")
_SAME_EDGE: Final = 4.0  # points
_ITEM: Final = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}[.．、)）]|[①-⑳●■◆·]")
_FIGURES: Final = re.compile(r"[\d.,，．%％/-]+")
_DOUBT_ALIGNED: Final = "这张表格没有竖线，按文字对齐分的栏，请对照原件核对。"
_DOUBT_SPLIT: Final = "这张表格跨页，两页的部分已接成一张，请对照原件核对。"


@dataclass(slots=True)
class Told:
    """Lines with the block and the place of each (-1 and None for a blank one)."""

    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def line(self, text: str, origin: int, place: Place | None) -> None:
        """One line; blank ones at the beginning, and more than one in a row, are left out."""
        text = text.rstrip(" \u3000") if text.strip() else ""
        if not text and (not self.lines or not self.lines[-1]):
            return
        self.lines.append(text)
        self.origins.append(origin if text else -1)
        self.places.append(place if text else None)

    def end(self) -> None:
        """Without the blank line at the end."""
        while self.lines and not self.lines[-1]:
            for row in (self.lines, self.origins, self.places):
                row.pop()


def told(sheets: Sequence[Sheet], files: Mapping[tuple[int, int], str]) -> Told:
    """What pages say. ``files`` names the file of each picture that is kept, by page and number.

    A table that goes on over a page end is one table; a heading repeated there is said once.
    """
    teller = _Teller(sheets, files)
    for sheet in sheets:
        teller.tell(sheet)
    teller.found.end()
    return teller.found


class _Teller:
    def __init__(self, sheets: Sequence[Sheet], files: Mapping[tuple[int, int], str]) -> None:
        self.found = Told()
        self._sheets = {sheet.number: sheet for sheet in sheets}
        self._files = files
        # The table with which the text ends so far, when it may go on: its block, grid and page.
        self._open: tuple[int, Grid, int] | None = None
        self._gap = False

    def tell(self, sheet: Sheet) -> None:
        items = [item for item in sheet.items if not item.furniture]
        self._gap |= len(items) < len(sheet.items)
        skipped: set[int] = set()
        for number, item in enumerate(items):
            if number in skipped:
                continue
            following = items[number + 1] if number + 1 < len(items) else None
            if item.grid is not None:
                self._table(item, item.grid, None)
            elif item.picture is not None:
                if self._figure(sheet, item.picture, following):
                    skipped.add(number + 1)
            elif item.row is not None:
                if _is_caption(item.row, _TABLE_CAPTION) and following and following.grid:
                    self._table(following, following.grid, item)
                    skipped.add(number + 1)
                else:
                    self._row(item, item.row)
        self._gap |= len(items) < len(sheet.items)

    def _row(self, item: Item, row: Row) -> None:
        text = row.text.strip("\u3000 ")
        if text:
            self._end_table()
            self.found.blocks.append(Paragraph(words(text)))
        self.found.line(row.text, len(self.found.blocks) - 1, self._place(item.page, row))

    def _end_table(self) -> None:
        """Something else follows: the blank that a page end leaves stands before it."""
        self._open = None
        if self._gap:
            self.found.line("", -1, None)
            self._gap = False

    def _table(self, item: Item, grid: Grid, caption: Item | None) -> None:
        if self._open is not None and caption is None and self._open[2] + 1 == item.page:
            block, before, _ = self._open
            table = self.found.blocks[block]
            if isinstance(table, Table) and _goes_on(before, grid):
                self._append(item, grid, block, table, before)
                return
        self._end_table()
        block = len(self.found.blocks)
        said: Inlines = ()
        if caption is not None and caption.row is not None:
            said = words(caption.row.text.strip())
            self.found.line(caption.row.text, block, self._place(caption.page, caption.row))
        heads = _header_rows(grid)
        self.found.blocks.append(Table(_rows(grid, 0, heads), said))
        self._lines(item, grid, 0, block)
        self._open = (block, grid, item.page)
        if not grid.ruled:
            box = self._shares(item.page, grid.box)
            self.found.doubts.append(Doubt(_DOUBT_ALIGNED, (block,), item.page, box))

    def _append(self, item: Item, grid: Grid, block: int, table: Table, before: Grid) -> None:
        """The part of a table on the next page, its repeated heading left out."""
        first = _repeated(before, grid)
        self.found.blocks[block] = Table((*table.rows, *_rows(grid, first, 0)), table.caption)
        self._open = (block, replace(before, edges=grid.edges), item.page)
        self._gap = False
        self._lines(item, grid, first, block)
        box = self._shares(item.page, grid.box)
        self.found.doubts.append(Doubt(_DOUBT_SPLIT, (block,), item.page, box))

    def _lines(self, item: Item, grid: Grid, first: int, block: int) -> None:
        for number in range(first, grid.rows):
            cells = [""] * grid.columns
            for cell in grid.cells:
                if cell.row == number:
                    cells[cell.column] = " ".join(_paragraphs(cell.lines))
            left, _, right, _ = grid.box
            box = (left, grid.levels[number], right, grid.levels[number + 1])
            rows = [row for cell in grid.cells if cell.row == number for row in cell.lines]
            sure = min((row.confidence for row in rows), default=1.0)
            place = Place(item.page, self._shares(item.page, box), sure)
            self.found.line(row_text(cells), block, place)

    def _figure(self, sheet: Sheet, picture: int, following: Item | None) -> bool:
        """Tell of a picture; whether what follows is its caption."""
        file = self._files.get((sheet.number, picture))
        if file is None:
            return False
        self._end_table()
        row = following.row if following is not None else None
        caption = row if row is not None and _is_caption(row, _FIGURE_CAPTION) else None
        said = caption.text.strip() if caption else ""
        self.found.blocks.append(Figure(file, "", words(said)))
        if caption is not None:
            place = self._place(sheet.number, caption)
            self.found.line(caption.text, len(self.found.blocks) - 1, place)
        return caption is not None

    def _place(self, page: int, row: Row) -> Place | None:
        if not row.letters:
            return None
        return Place(page, self._shares(page, row.box), row.confidence)

    def _shares(self, page: int, box: Box) -> Box:
        return shares(box, self._sheets[page].width, self._sheets[page].height)


def shares(box: Box, width: float, height: float) -> Box:
    """A box in shares of the width and height of its page."""
    across, down = max(width, 1.0), max(height, 1.0)
    left, top, right, bottom = (
        round(min(max(side, 0.0), 1.0), 4)
        for side in (box[0] / across, box[1] / down, box[2] / across, box[3] / down)
    )
    return left, top, right, bottom


def _is_caption(row: Row, pattern: re.Pattern[str]) -> bool:
    text = row.text.strip()
    return (
        len(text) <= _LONGEST_CAPTION
        and pattern.match(text) is not None
        and _SENTENCE.search(text) is None
    )


def _paragraphs(lines: Sequence[Row]) -> list[str]:
    """Lines of a cell as its paragraphs: a numbered one begins a new one."""
    said: list[str] = []
    for row in lines:
        text = row.text.strip()
        if said and not _ITEM.match(text):
            said[-1] = _glued(said[-1], text)
        elif text:
            said.append(text)
    return said


def _glued(left: str, right: str) -> str:
    """Two halves of a line; a blank only between Latin words."""
    latin = left[-1:].isascii() and right[:1].isascii() and left[-1:].isalpha()
    return f"{left} {right}" if latin and right[:1].isalpha() else left + right


def _rows(grid: Grid, first: int, heads: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(
            Cell(
                tuple(Paragraph(words(text)) for text in _paragraphs(cell.lines)),
                cell.across,
                cell.down,
                cell.row < heads,
            )
            for cell in grid.cells
            if cell.row == number
        )
        for number in range(first, grid.rows)
    )


def _header_rows(grid: Grid) -> int:
    """How many rows at the top name the columns: every cell says something, and no figures."""
    top = [cell for cell in grid.cells if cell.row == 0]
    texts = ["".join(row.text for row in cell.lines).strip() for cell in top]
    if grid.columns < 2 or grid.rows < 3 or len(top) < 2:
        return 0
    if not all(texts) or any(_FIGURES.fullmatch(text) for text in texts):
        return 0
    heads = max(cell.down for cell in top)
    return heads if heads < grid.rows else 0


def _goes_on(before: Grid, grid: Grid) -> bool:
    """Whether a table at the head of a page has the columns of that at the foot of the last."""
    return (
        before.columns == grid.columns
        and before.ruled == grid.ruled
        and all(
            abs(first - second) <= _SAME_EDGE
            for first, second in zip(before.edges, grid.edges, strict=True)
        )
    )


def _repeated(before: Grid, grid: Grid) -> int:
    """How many rows of a part repeat the heading of the first one."""
    heads = _header_rows(before) or 1
    if heads >= grid.rows:
        return 0
    same = all(_said(before, row) == _said(grid, row) for row in range(heads))
    return heads if same else 0


def _said(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [
        (cell.column, "".join("".join(line.text.split()) for line in cell.lines))
        for cell in grid.cells
        if cell.row == row
    ]
