"""xlsx: cells in the colour of their ground, tiny, formatted away, or under a drawn shape."""

import io
import posixpath
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from portal.files.covers.colours import BLACK, WHITE, alike
from portal.files.covers.cover import NO_PLACE, Cover
from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.xml import edit_xml, local_name

SAME_COLOUR = "与底色相同的文字"
TINY = "小到看不清的文字"
FORMATTED_AWAY = "被数字格式隐去的内容"
UNDER_SHAPE = "实心图形盖住的单元格"

_TINY = 2.0  # points
_NOTHING_SHOWN = frozenset({";;;", ";;", ";;;;"})
_SYSTEM = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
_THEME = {0: WHITE, 1: BLACK}
_UNKNOWN = "unknown"
_Cells = dict[tuple[int, int], str]


def covers_of_xlsx(data: bytes) -> tuple[Cover, ...]:
    """Covers of all sheets, the place in the label. Raises BadArchive or one of XML_ERRORS."""
    with open_archive(io.BytesIO(data)) as archive, warnings.catch_warnings():
        check_contents(archive)
        # openpyxl announces every extension it leaves out.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            found: list[Cover] = []
            for sheet in book.worksheets:
                found += _covers_of_sheet(archive, sheet)
        finally:
            book.close()
    return tuple(found)


def _covers_of_sheet(archive: zipfile.ZipFile, sheet: Any) -> Iterator[Cover]:
    part = sheet._worksheet_path
    tables = [_span(ref) for ref in _table_ranges(archive, part)]
    cells: _Cells = {}
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None or not str(cell.value).strip():
                continue
            place = (cell.row, cell.column)
            cells[place] = cell.coordinate
            styled = any(_is_in(place, span) for span in tables)
            label = _label(cell, styled=styled)
            if label:
                where = f"{label}（工作表“{sheet.title}”{cell.coordinate}）"
                yield Cover(0, NO_PLACE, where, str(cell.value))
    for span in _shapes(archive, part):
        covered = [name for place, name in cells.items() if _is_in(place, span)]
        if covered:
            where = f"{UNDER_SHAPE}（工作表“{sheet.title}”{covered[0]} 等 {len(covered)} 格）"
            yield Cover(0, NO_PLACE, where, "")


def _label(cell: Any, *, styled: bool) -> str:
    if cell.number_format in _NOTHING_SHOWN:
        return FORMATTED_AWAY
    font = cell.font
    if font is None:
        return ""
    if font.sz is not None and font.sz < _TINY:
        return TINY
    if font.color is None:
        return ""
    # The ground of cells in a table comes from its style.
    ground = _UNKNOWN if styled else WHITE
    if cell.fill is not None and cell.fill.fill_type == "solid":
        ground = _colour(cell.fill.fgColor)
    elif cell.fill is not None and cell.fill.fill_type not in (None, "none"):
        ground = _UNKNOWN
    return SAME_COLOUR if alike(_colour(font.color), ground) else ""


def _colour(colour: Any) -> str:
    if colour.type == "rgb":
        return str(colour.rgb)
    if colour.type == "indexed":
        return _SYSTEM.get(colour.indexed, _UNKNOWN)
    if colour.type == "theme" and not colour.tint:
        return _THEME.get(colour.theme, _UNKNOWN)
    return _UNKNOWN


def _span(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.replace("$", "").partition(":")
    return (*coordinate_to_tuple(first), *coordinate_to_tuple(last or first))


def _is_in(place: tuple[int, int], span: tuple[int, int, int, int]) -> bool:
    return span[0] <= place[0] <= span[2] and span[1] <= place[1] <= span[3]


def _table_ranges(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    for name in _related(archive, part, "table"):
        reference = edit_xml(archive.read(name)).get("ref")
        if reference:
            yield str(reference)


def _shapes(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, int, int]]:
    """Rows and columns (from 1) that lie wholly behind a filled shape without words."""
    for name in _related(archive, part, "drawing"):
        for anchor in edit_xml(archive.read(name)).iter("{*}twoCellAnchor"):
            shape = next(anchor.iter("{*}sp"), None)
            start, end = anchor.find("{*}from"), anchor.find("{*}to")
            if shape is None or start is None or end is None or not _covers(shape):
                continue
            first, last = _place(start), _place(end)
            yield first[0], first[1], max(last[0] - 1, first[0]), max(last[1] - 1, first[1])


def _covers(shape: Any) -> bool:
    fill = shape.find("{*}spPr/{*}solidFill")
    if fill is None or next(fill.iter("{*}alpha"), None) is not None:
        return False
    return not any((t.text or "").strip() for t in shape.iter("{*}t"))


def _place(corner: Any) -> tuple[int, int]:
    return int(corner.findtext("{*}row", "0")) + 1, int(corner.findtext("{*}col", "0")) + 1


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    folder, _, name = part.rpartition("/")
    arrows = posixpath.join(folder, "_rels", f"{name}.rels")
    if arrows not in archive.namelist():
        return []
    targets = [
        row.get("Target", "")
        for row in edit_xml(archive.read(arrows))
        if local_name(row) == "Relationship"
        and row.get("Type", "").endswith(f"/{kind}")
        and row.get("TargetMode") != "External"
    ]
    names = [
        t.lstrip("/") if t.startswith("/") else posixpath.normpath(posixpath.join(folder, t))
        for t in targets
    ]
    return [each for each in names if each in archive.namelist()]
