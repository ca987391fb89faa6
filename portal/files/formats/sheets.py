"""What the XML of a workbook says that its reader leaves out: which parts are its sheets, which
of their cells are merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple

from portal.files.formats.xml import local_name, read_xml

# Left, top, right and bottom, counted from 1 and included.
Range: TypeAlias = tuple[int, int, int, int]

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED: Final = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"'
)
_CHUNK: Final = 1 << 20
_LONGEST: Final = 300
_MOST: Final = 20_000


def sheet_members(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the part of every sheet, in the order of the workbook.

    Raises BadZipFile, KeyError or one of XML_ERRORS.
    """
    relations = {
        row.get("Id", ""): row.get("Target", "")
        for row in read_xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for element in read_xml(archive.read("xl/workbook.xml")).iter():
        if local_name(element) == "sheet":
            target = relations.get(element.get(_RELATION, ""), "")
            inside = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            yield element.get("name", ""), inside


def merged_ranges(archive: ZipFile, member: str) -> list[Range]:
    """The merged cells of a sheet."""
    found: list[Range] = []
    before = b""
    with archive.open(member) as stream:
        while (chunk := stream.read(_CHUNK)) and len(found) < _MOST:
            window = before + chunk
            last = 0
            for match in _MERGED.finditer(window):
                top, left = coordinate_to_tuple(match[1].decode("ascii"))
                bottom, right = coordinate_to_tuple(match[2].decode("ascii"))
                found.append((left, top, right, bottom))
                last = match.end()
            before = window[max(last, len(window) - _LONGEST) :]
    return found
