"""Cells of a workbook that hold a formula without its result: no program has computed them."""

import io
import re
from collections.abc import Iterator
from typing import Final
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from portal.files.formats.sheets import sheet_members
from portal.files.formats.xml import local_name

_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
_CHUNK: Final = 1 << 20
_MOST: Final = 1_000


def unstored_cells(data: bytes) -> dict[str, list[str]]:
    """The places (B7) of such cells by the name of their sheet, a thousand a sheet at most.

    An empty result is a result. Raises BadZipFile, KeyError or one of XML_ERRORS.
    """
    found: dict[str, list[str]] = {}
    with ZipFile(io.BytesIO(data)) as archive:
        for title, member in sheet_members(archive):
            if member in archive.namelist() and _has_formulas(archive, member):
                places = list(_unstored(archive, member))
                if places:
                    found[title] = places
    return found


def _has_formulas(archive: ZipFile, member: str) -> bool:
    before = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-32:]
    return False


def _unstored(archive: ZipFile, member: str) -> Iterator[str]:
    count = 0
    with archive.open(member) as stream:
        for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
            name = local_name(element)
            if name == "c":
                inner = {local_name(part): part.text for part in element}
                # An empty text is a result; an empty number is none.
                stored = inner.get("v") or element.get("t") == "str"
                if "f" in inner and not stored and "is" not in inner:
                    yield element.get("r", "?")
                    count += 1
            if name == "row":
                # What was looked at is let go: a sheet may hold millions of cells.
                element.clear()
            if count == _MOST:
                return
