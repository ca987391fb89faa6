"""Rows of text and numbers as CSV or XLSX, of which no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.cell import WriteOnlyCell

from disclosure.exchange.output import CELL_LETTERS
from disclosure.exchange.values import neutral, printable

Cell = str | int
Row = Sequence[Cell]
# By the ending of the file: its media type.
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table(headings: Sequence[str], rows: Iterable[Row], *, kind: str, name: str) -> bytes:
    """The file; `kind` is one of FORMATS, `name` what its sheet is called."""
    guarded = ([_cell(value) for value in row] for row in rows)
    return _csv(headings, guarded) if kind == "csv" else _xlsx(headings, guarded, name)


def _cell(value: Cell) -> Cell:
    return value if isinstance(value, int) else neutral(printable(value))[:CELL_LETTERS]


def _csv(headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    # Excel takes a CSV for UTF-8 only when it begins with the mark.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str], rows: Iterable[Row], name: str) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append(list(headings))
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                # Otherwise openpyxl makes formulas and errors of texts that look like them.
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
