"""The first sheet of a workbook as numbered lines of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from portal.files.formats.formulas import unstored_cells
from portal.files.formats.xml import XML_ERRORS

MAX_ROWS = 5_000
# A title, a unit, a blank line may stand above the headings.
HEADING_LINES = 10
# The longest sheet there is: between its first and its last filled row all may be empty.
_LAST_LINE = 1_048_576
_SHEET_ERRORS = (
    InvalidFileException,
    BadZipFile,
    KeyError,
    TypeError,
    AttributeError,
    *XML_ERRORS,
)


class BadTable(Exception):
    """A table that cannot be read at all; `message` is Chinese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class NumberedLines:
    """Lines by number, notes for the person, and cells without a result by line."""

    numbered: Iterable[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()
    unstored: Mapping[int, Sequence[str]] = field(default_factory=dict)


def first_sheet(data: bytes) -> NumberedLines:
    """The lines of the first sheet, and a note when there are others."""
    try:
        with warnings.catch_warnings():
            # openpyxl announces every extension it leaves out (validation, sparklines): no data.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet, *others = book.worksheets
        # The stated dimension may be wrong by accident, or by intent.
        sheet.reset_dimensions()
        unstored = _by_line(unstored_cells(data).get(sheet.title, []))
        lines = _filled_lines(sheet.iter_rows(values_only=True), unstored)
        book.close()
    except _SHEET_ERRORS as error:
        raise BadTable("工作簿已损坏，请用 Excel 或 WPS 重新保存后再导入。") from error
    note = f"只读取第一张工作表“{sheet.title}”，其余工作表没有读取。"
    return NumberedLines(lines, (note,) if others else (), unstored)


def _filled_lines(
    rows: Iterable[Sequence[object]], unstored: Container[int]
) -> list[tuple[int, list[str]]]:
    """The lines with something in them, by number; empty ones, however many, do not count."""
    lines: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(islice(rows, _LAST_LINE), start=1):
        shown = [_shown(cell) for cell in cells]
        if any(cell.strip() for cell in shown) or number in unstored:
            lines.append((number, shown))
            check_count(len(lines) - HEADING_LINES)
    return lines


def _by_line(places: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place in places:
        if number := re.search("[0-9]{1,7}$", place):
            found.setdefault(int(number[0]), []).append(place)
    return found


def _shown(value: object) -> str:
    """A cell as its text: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def check_count(count: int) -> None:
    """Refuse a table of more rows than one import takes. Raises BadTable."""
    if count > MAX_ROWS:
        raise BadTable(f"一份表格最多{MAX_ROWS}行，请拆分后分次导入。")
