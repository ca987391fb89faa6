"""Workbooks: rows as lines, cells parted by tabs, sheets in order."""

import datetime
import io
import warnings
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from portal.files.extraction.result import (
    ExtractedText,
    UnreadableFile,
    doubts_of,
    row_text,
    tidy,
)
from portal.files.formats.formulas import unstored_cells
from portal.files.formats.xml import XML_ERRORS

# Counted with the empty cells left of the last one, which cost time and not bytes.
_MAX_CELLS = 10_000_000
_NAMED = 5
_ERRORS = (InvalidFileException, BadZipFile, KeyError, TypeError, AttributeError, *XML_ERRORS)


def from_xlsx(data: bytes) -> ExtractedText:
    """All sheets, hidden ones too (a scan must see them), as values. Raises UnreadableFile."""
    try:
        with warnings.catch_warnings():
            # openpyxl announces every extension it leaves out (validation, sparklines): no text.
            warnings.simplefilter("ignore")
            lines, doubts = _read(data)
    except _ERRORS as error:
        raise UnreadableFile("工作簿已损坏，请用 Excel 或 WPS 重新保存后上传。") from error
    return ExtractedText(tidy("\n".join(lines)), "xlsx", None, None, doubts_of(doubts))


def _read(data: bytes) -> tuple[list[str], list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = book.worksheets
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        lines: list[str] = []
        seen = 0
        for sheet in sheets:
            if len(sheets) > 1:
                lines.append(sheet.title)
            rows: list[list[str]] = []
            for row in _rows(sheet):
                seen += len(row) + 1
                if seen > _MAX_CELLS:
                    raise UnreadableFile("工作簿单元格过多，请拆分后再上传。")
                if any(value is not None for value in row):
                    rows.append(_trimmed([_shown(value) for value in row]))
            table = any(len(row) > 1 for row in rows)
            # A lone cell among rows keeps its neighbour, and with it its place in the table.
            lines += [row_text([*row, ""] if table and len(row) == 1 else row) for row in rows]
            lines.append("")
    finally:
        book.close()
    doubts = [f"含有隐藏的工作表：{'、'.join(hidden)}。"] if hidden else []
    return lines, [*doubts, *_unstored(data)]


def _unstored(data: bytes) -> Iterator[str]:
    for title, places in unstored_cells(data).items():
        shown = "、".join(places[:_NAMED]) + ("等" if len(places) > _NAMED else "")
        yield (
            f"工作表“{title}”有{len(places)}个公式单元格（{shown}）没有存下结果，读作空白，"
            "请用 Excel 或 WPS 打开并保存后重新上传。"
        )


def _trimmed(cells: list[str]) -> list[str]:
    """A row without the empty cells at its end, of which a formatted sheet has thousands."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=0)
    return cells[: last + 1]


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The stated dimension may be wrong by accident, or by intent to make us walk a million rows.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return str(value)
