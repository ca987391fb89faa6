"""Records of documents as CSV, XLSX or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import openpyxl
from openpyxl.cell import WriteOnlyCell

from disclosure.exchange.columns import COLUMNS, Column
from disclosure.exchange.values import Value, to_cell

Record = Mapping[str, Value]

# A cell of a workbook holds 32,767 UTF-16 units, and openpyxl cuts the rest off without a word.
CELL_LETTERS = 16_000


def write_table(
    records: Iterable[Record], *, kind: str, stream: BinaryIO, longest: Mapping[str, int]
) -> int:
    """Write the records and return their number.

    `kind` is one of FORMATS; `longest` the length in letters of the longest text by column key,
    for the columns that may need several cells of a workbook.
    """
    writers = {"csv": _write_csv, "xlsx": _write_xlsx, "jsonl": _write_jsonl}
    return writers[kind](records, stream, longest)


def _write_jsonl(records: Iterable[Record], stream: BinaryIO, _longest: Mapping[str, int]) -> int:
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007
        row = {column.key: record[column.key] for column in COLUMNS}
        stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return count


def _write_csv(records: Iterable[Record], stream: BinaryIO, _longest: Mapping[str, int]) -> int:
    # Excel takes a CSV for UTF-8 only when it begins with the mark.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(column.heading for column in COLUMNS)
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007
        writer.writerow(to_cell(column, record[column.key]) for column in COLUMNS)
    text.flush()
    text.detach()
    return count


def _write_xlsx(records: Iterable[Record], stream: BinaryIO, longest: Mapping[str, int]) -> int:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("公文")
    sheet.freeze_panes = "A2"
    sheet.append([name for column in COLUMNS for name in _headings(column, longest)])
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007
        row = []
        for column in COLUMNS:
            value = to_cell(column, record[column.key])
            for part in _parts(value, len(list(_headings(column, longest)))):
                cell = WriteOnlyCell(sheet, value=part)
                if isinstance(part, str):
                    # Otherwise openpyxl makes formulas and errors of texts that look like them.
                    cell.data_type = "s"
                row.append(cell)
        sheet.append(row)
    book.save(stream)
    return count


def _headings(column: Column, longest: Mapping[str, int]) -> Iterator[str]:
    yield column.heading
    # One letter more than the text itself: the mark that makes it no formula.
    for number in range(1, -(-(longest.get(column.key, 0) + 1) // CELL_LETTERS)):
        yield f"{column.heading}（续{number}）"


def _parts(value: str | int, count: int) -> list[str | int]:
    if isinstance(value, int):
        return [value]
    starts = range(0, count * CELL_LETTERS, CELL_LETTERS)
    # The last cell takes what a text has grown by since it was measured.
    return [*(value[start : start + CELL_LETTERS] for start in starts[:-1]), value[starts[-1] :]]
