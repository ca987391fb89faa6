"""From the bytes of a table to its rows, numbered as the person sees them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from disclosure.exchange.columns import DOCUMENTS, Column, Sheet
from disclosure.exchange.values import original, printable
from disclosure.exchange.workbooks import (
    HEADING_LINES,
    BadTable,
    NumberedLines,
    check_count,
    first_sheet,
)
from portal.files.confinement import ConfinementError, confined
from portal.files.formats.encodings import decode_text
from portal.files.formats.kinds import extension_of
from portal.files.formats.limits import BUDGETS, MIB, Limits
from portal.files.inspection import RejectedFile

__all__ = ["BadTable", "Row", "Table", "read_table"]

_DELIMITERS = ",\t;"
_NAMED = 5
_LONGEST_NOTE = 300
# A long text is parted over several columns of a workbook, whose cells are limited.
_CONTINUED = re.compile(r"\A(.+)（续\d+）")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: raw values by column key; `problem` when the row itself could not be read."""

    number: int
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows in order; `notes` tell the person what was left aside."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_table(stream: BinaryIO, *, name: str, max_bytes: int, sheet: Sheet = DOCUMENTS) -> Table:
    """Read a CSV (UTF-8 or GB18030), XLSX or JSON Lines table. Raises BadTable.

    The name's extension says which; the stream must be seekable and is checked like any upload.
    """
    kind = extension_of(name)
    if kind not in sheet.formats:
        raise BadTable(f"只能读取 {sheet.formats_named(' 和 ')} 表格，请另存为其中一种。")
    data = _checked(stream, name=name, kind=kind, max_bytes=max_bytes)
    if kind == "jsonl":
        table = _from_objects(_decoded(data), sheet)
    elif kind == "xlsx":
        table = _from_cells(first_sheet(data), sheet)
    else:
        table = _from_cells(NumberedLines(enumerate(_csv(_decoded(data)), start=1)), sheet)
    if not table.rows:
        raise BadTable("表格中没有数据行，请在栏名下面填写内容后再导入。")
    return table


def _checked(stream: BinaryIO, *, name: str, kind: str, max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise BadTable(f"文件超过 {max_bytes / MIB:g} MB，请拆分后再导入。")
    # The check of an upload would refuse the whole file for one bad line; rows stand alone here.
    if kind != "jsonl":
        limits = Limits(max_bytes=max_bytes)
        try:
            confined("inspect", data, budget=BUDGETS.inspect, name=name, limits=limits)
        except (RejectedFile, ConfinementError) as error:
            raise BadTable(error.message) from error
    return data


def _decoded(data: bytes) -> str:
    decoded = decode_text(data)
    if decoded is None or decoded.guessed:
        raise BadTable("无法确定文字编码，请另存为 UTF-8 编码后再导入。")
    return decoded.text.removeprefix("\ufeff")


def _from_objects(text: str, sheet: Sheet) -> Table:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            rows.append(_object_row(number, line, sheet))
            check_count(len(rows))
    return Table(tuple(rows))


def _object_row(number: int, line: str, sheet: Sheet) -> Row:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, problem="不是有效的 JSON，请检查引号、逗号和括号。")
    if not isinstance(found, dict):
        return Row(number, problem=f"应为一个 JSON 对象，每行{sheet.row_is}。")
    if unknown := [key for key in found if key not in sheet.by_key]:
        listed = "、".join(column.key for column in sheet.columns)
        said = printable("、".join(unknown))[:100]
        return Row(number, problem=f"没有“{said}”这个键，可用的键为：{listed}。")
    return Row(number, found)


def _csv(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    # The module's own limit is 128 KiB a cell; the text of a plan may be longer. It is global.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BadTable(
            f"第{reader.line_num}行附近的引号不成对，后面的内容无法分清，"
            "请用 Excel 或 WPS 重新导出后再导入。"
        ) from error


def _from_cells(lines: NumberedLines, sheet: Sheet) -> Table:
    iterator = iter(lines.numbered)
    columns, skipped = _headings(iterator, sheet)
    notes = lines.notes
    if skipped:
        notes += (f"栏名上面的第{'、'.join(map(str, skipped))}行没有读取。",)
    rows = []
    for number, cells in iterator:
        if any(cell.strip() for cell in cells) or number in lines.unstored:
            rows.append(_cell_row(number, cells, columns, lines.unstored.get(number, ())))
            check_count(len(rows))
    aside = [column.heading for column in columns if column and column.exported_only]
    if aside:
        notes += (f"以下各栏只供查看，导入时不采用：{'、'.join(aside)[:_LONGEST_NOTE]}。",)
    return Table(tuple(rows), notes)


def _headings(
    lines: Iterator[tuple[int, list[str]]], sheet: Sheet
) -> tuple[list[Column | None], list[int]]:
    """The columns, and the numbers of the filled lines above them. Raises BadTable.

    The first line that names a required column holds the headings; where none does, the first
    line is answered for.
    """
    above: list[tuple[int, list[str]]] = []
    for number, cells in islice(lines, HEADING_LINES):
        if _is_heading(cells, sheet):
            return _columns(cells, sheet), [
                n for n, row in above if any(cell.strip() for cell in row)
            ]
        above.append((number, cells))
    first = next((row for _, row in above if any(cell.strip() for cell in row)), [])
    return _columns(first, sheet), []


def _is_heading(cells: Sequence[str], sheet: Sheet) -> bool:
    """Whether the line names a column that every table must have, or two of any."""
    known = [column for name in cells if (column := _column(" ".join(name.split()), sheet))]
    return len(known) > 1 or any(column.required for column in known)


def _column(name: str, sheet: Sheet) -> Column | None:
    part = _CONTINUED.fullmatch(name)
    return sheet.column(part[1] if part else name)


def _columns(header: Sequence[str], sheet: Sheet) -> list[Column | None]:
    """The column behind every heading, None for a blank one. Raises BadTable."""
    names = [" ".join(name.split()) for name in header]
    columns: list[Column | None] = []
    unknown = []
    for name in names:
        column = _column(name, sheet)
        if name and column is None and sheet.left_aside:
            column = Column(name, name, exported_only=True)
        columns.append(column)
        if name and column is None:
            unknown.append(name)
    found = [c for c, name in zip(columns, names, strict=True) if not _CONTINUED.fullmatch(name)]
    missing = [c.heading for c in sheet.columns if c.required and c not in found]
    double = [c.heading for c in sheet.columns if found.count(c) > 1]
    faults = [
        f"{what}：{'、'.join(rows)[:200]}。"
        for what, rows in (("无法识别的栏名", unknown), ("缺少", missing), ("重复的栏名", double))
        if rows
    ]
    if faults:
        raise BadTable(
            f"表格第一行应为栏名。{''.join(faults)}可用的栏名为：{sheet.expected_headings()}。"
        )
    return columns


def _cell_row(
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column | None],
    unstored: Sequence[str] = (),
) -> Row:
    if unstored:
        problem = (
            f"{'、'.join(unstored[:_NAMED])}是公式，文件里没有它的结果，"
            "请用 Excel 或 WPS 打开并保存后再导入。"
        )
        return Row(number, problem=problem)
    values: dict[str, str] = {}
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column is not None:
            values[column.key] = values.get(column.key, "") + cell
        elif cell.strip():
            return Row(number, problem=f"第{place + 1}格没有对应的栏名，请检查是否多了一格。")
    return Row(number, {key: original(cell) for key, cell in values.items()})
