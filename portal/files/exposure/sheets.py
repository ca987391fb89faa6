"""The cells of a sheet as a reader sees them: rows as lines, cells parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.files.exposure.words import flowing, row_lines
from portal.files.exposure.xml_story import story_of
from portal.files.formats.xml import local_name

_PLACE = re.compile(r"([A-Z]{1,3})\d+")
_POWER = re.compile(r"-?\d(?:\.\d+)?E\+\d{1,2}")
# Wider gaps than this part two tables rather than two cells.
_MAX_GAP = 50
_LONGEST_CODE = 10  # such as "XFD1048576"
# A cell has one formula and one value, stored in one of two ways.
_VALUES = {"f": "formula", "v": "value", "is": "value"}
# Inside a text of a cell's own: read with it.
_RICH = frozenset({"t", "r", "rPr", "rPh", "phoneticPr"})


@dataclass(slots=True)
class SheetText:
    """``shared`` are the numbers of the strings it shows, ``unstored`` the cells without value,
    ``beside`` is what stands in the table and no program shows.
    """

    text: str = ""
    shared: set[int] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    unstored: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def read_shared(root: Any | None) -> list[str]:
    """The shared strings of a workbook in order."""
    if root is None:
        return []
    return [_rich(item) for item in root if local_name(item) == "si"]


def sheet_text(root: Any, shared: list[str]) -> SheetText:
    """Every cell of a sheet with its value; cells of which only the formula is stored by place."""
    found = SheetText()
    lines: list[str] = []
    for row in (each for each in root.iter() if local_name(each) == "row"):
        cells: list[str] = []
        column = 0
        for cell in (each for each in row if local_name(each) == "c"):
            place = _PLACE.match(cell.get("r", ""))
            following = _column(place[1]) if place else column + 1
            cells += [""] * min(max(following - column - 1, 0), _MAX_GAP)
            column = following
            cells.append(_value(cell, shared, found))
        if any(cells):
            lines += row_lines(cells)
    found.text = flowing(lines)
    found.beside += [each for table in root.iter("{*}sheetData") for each in _beside(table)]
    return found


def _beside(table: Any) -> Iterator[str]:
    """Attributes, text between the cells, and what a cell has of values beside its first."""
    cell, kinds = None, set[str]()
    for element in table.iter():
        name = local_name(element)
        # Places, styles and kinds are short and plain, and of every cell there is.
        yield from (
            value
            for value in element.attrib.values()
            if len(value) > _LONGEST_CODE or not value.isascii()
        )
        if name in _VALUES:
            if element.getparent() is not cell:
                cell, kinds = element.getparent(), set()
            elif _VALUES[name] in kinds:
                yield "".join(element.itertext())
            kinds.add(_VALUES[name])
        elif name not in _RICH:
            yield element.text or ""
        if name not in _RICH:
            yield element.tail or ""


def _value(cell: Any, shared: list[str], found: SheetText) -> str:
    kind = cell.get("t", "n")
    stored = formula = None
    for child in cell:
        name = local_name(child)
        if name == "v" and stored is None:
            stored = child.text or ""
        elif name == "f" and formula is None:
            formula = child.text or ""
        elif name == "is":
            found.beside.append(stored or "")
            return _rich(child)
    if formula:
        found.formulas.append(formula)
    if not stored:
        # An empty text is stored as such, with its type; a value nobody computed has none.
        if formula is not None and kind != "str":
            found.unstored.append(cell.get("r", "?"))
        return ""
    if kind == "s":
        number = int(stored) if stored.isdecimal() else -1
        if not 0 <= number < len(shared):
            return ""
        found.shared.add(number)
        return shared[number]
    return _digits(stored)


def _digits(stored: str) -> str:
    """Long numbers are stored with a power of ten; a reader sees their digits."""
    if _POWER.fullmatch(stored):
        try:
            return f"{Decimal(stored):f}"
        except InvalidOperation:
            return stored
    return stored


def _rich(item: Any) -> str:
    return " ".join(_lines(item))


def _lines(item: Any) -> Iterator[str]:
    yield from (line for line in story_of(item).lines if line.strip())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
