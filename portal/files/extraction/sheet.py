"""Workbooks: rows as lines, cells parted by tabs, sheets in order."""

import datetime
import io
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from portal.files.extraction.pieces import MOST_CELLS, Piece, clean, extracted, gathered
from portal.files.extraction.result import ExtractedText, UnreadableFile, doubts_of, row_text
from portal.files.extraction.tables import titled
from portal.files.formats.formulas import unstored_cells
from portal.files.formats.sheets import Range, merged_ranges, sheet_members
from portal.files.formats.xml import XML_ERRORS
from portal.text.model import Cell, Heading, Paragraph, words

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
            pieces, doubts = _read(data)
    except _ERRORS as error:
        raise UnreadableFile("工作簿已损坏，请用 Excel 或 WPS 重新保存后上传。") from error
    return extracted(gathered(pieces), "xlsx", doubts=doubts_of(doubts))


def _read(data: bytes) -> tuple[list[Piece], list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = book.worksheets
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        merged = _merged(data)
        pieces: list[Piece] = []
        seen = 0
        for sheet in sheets:
            if len(sheets) > 1:
                pieces.append(Piece((sheet.title,), Heading(1, clean(words(sheet.title)))))
            rows: dict[int, list[str]] = {}
            for number, row in enumerate(_rows(sheet), start=1):
                seen += len(row) + 1
                if seen > _MAX_CELLS:
                    raise UnreadableFile("工作簿单元格过多，请拆分后再上传。")
                if any(value is not None for value in row):
                    rows[number] = _trimmed([_shown(value) for value in row])
            pieces += [*_sheet(rows, merged.get(sheet.title, [])), Piece(("",))]
    finally:
        book.close()
    doubts = [f"含有隐藏的工作表：{'、'.join(hidden)}。"] if hidden else []
    return pieces, [*doubts, *_unstored(data)]


def _sheet(rows: Mapping[int, list[str]], merged: Sequence[Range]) -> Iterator[Piece]:
    """The rows of a sheet by their numbers: a table, or paragraphs where no row has two cells."""
    width = max(map(len, rows.values()), default=0)
    if width == 1:
        for [text] in rows.values():
            inlines = clean(words(text))
            yield Piece((row_text([text]),), Paragraph(inlines) if inlines else None)
        return
    # A lone cell among rows keeps its neighbour, and with it its place in the table.
    lines = tuple(row_text([*row, ""] if len(row) == 1 else row) for row in rows.values())
    small = width * len(rows) <= MOST_CELLS
    table = titled(list(_cells(rows, merged, width)), width) if rows and small else None
    yield Piece(lines, table)


def _cells(
    rows: Mapping[int, list[str]], merged: Sequence[Range], width: int
) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row with what they span; rows that are empty are not counted."""
    numbers = list(rows)
    corners: dict[tuple[int, int], Cell] = {}
    covered: set[tuple[int, int]] = set()
    for left, top, end, bottom in merged:
        right = min(end, width)
        inside = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        if not inside or left > right or len(inside) * (right - left + 1) > MOST_CELLS:
            continue
        places = {(number, column) for number in inside for column in range(left, right + 1)}
        if places & covered:
            continue
        covered |= places
        corners[inside[0], left] = Cell((), right - left + 1, len(inside))
    for number, row in rows.items():
        texts = [*row, *[""] * (width - len(row))]
        yield tuple(
            replace(corners.get((number, column), Cell()), blocks=_blocks(text))
            for column, text in enumerate(texts, start=1)
            if (number, column) in corners or (number, column) not in covered
        )


def _blocks(text: str) -> tuple[Paragraph, ...]:
    inlines = clean(words(text))
    return (Paragraph(inlines),) if inlines else ()


def _merged(data: bytes) -> dict[str, list[Range]]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {
            title: merged_ranges(archive, member)
            for title, member in sheet_members(archive)
            if member in archive.namelist()
        }


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
