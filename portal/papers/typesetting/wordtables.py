"""Tables of a Word file, with cells over several rows and columns and header rows that repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from portal.papers.typesetting.blocks import Cells, Line, cell_blocks, column_shares, table_size
from portal.text.grid import Grid, Placed

_WIDTH_MM = 156
_TWENTIETH = 635  # of a point, in EMU

# Puts one line of a cell into its paragraph, in letters of a size.
Fill = Callable[[Any, Line, float], None]


def add_table(file: Any, grid: Grid, cells: Cells, fill: Fill) -> None:
    """Add a table at the end of a file."""
    size, shares = table_size(grid.width, cells), column_shares(grid)
    table = file.add_table(rows=0, cols=grid.width, style="Table Grid")
    widths = [Mm(_WIDTH_MM * share) for share in shares]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for number, row in enumerate(_rows(grid)):
        made = OxmlElement("w:tr")
        if number < grid.heads:
            made.append(_header_row())
        column = 0
        for placed, goes_on in row:
            across = placed.cell.across if placed else 1
            cell = _cell(placed, goes_on, sum(widths[column : column + across]))
            lines = cell_blocks(placed.cell.blocks) if placed and not goes_on else []
            for line in lines or [Line("paragraph")]:
                paragraph = _paragraph(cell, table, size, cells)
                if placed and placed.cell.is_header:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                fill(paragraph, line, size)
            made.append(cell)
            column += across
        table._tbl.append(made)


def _rows(grid: Grid) -> Iterator[list[tuple[Placed | None, bool]]]:
    """Every row's cells from left to right: whether one goes on from above; None for a gap."""
    covering: dict[tuple[int, int], Placed] = {
        (number, placed.column): placed
        for row in grid.rows
        for placed in row
        for number in range(placed.row, placed.row + placed.cell.down)
    }
    for number in range(len(grid.rows)):
        row: list[tuple[Placed | None, bool]] = []
        column = 0
        while column < grid.width:
            placed = covering.get((number, column))
            row.append((placed, bool(placed and placed.row < number)))
            column += placed.cell.across if placed else 1
        yield row


def _header_row() -> Any:
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    return properties


def _cell(placed: Placed | None, goes_on: bool, width: int) -> Any:
    cell, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    measure = OxmlElement("w:tcW")
    measure.set(qn("w:w"), str(round(width / _TWENTIETH)))
    measure.set(qn("w:type"), "dxa")
    properties.append(measure)
    if placed and placed.cell.across > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(placed.cell.across))
        properties.append(span)
    if placed and placed.cell.down > 1:
        merge = OxmlElement("w:vMerge")
        if not goes_on:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    cell.append(properties)
    return cell


def _paragraph(cell: Any, table: Any, size: float, cells: Cells) -> Paragraph:
    made = OxmlElement("w:p")
    cell.append(made)
    paragraph = Paragraph(made, table)
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(size * 1.5)
    shape.space_before = shape.space_after = Pt(cells.pad)
    return paragraph
