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


@dataclass(slots=True)
class SheetText:
    """``shared`` are the numbers of the strings it shows, ``unstored`` the cells without value."""

    text: str = ""
    shared: set[int] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    unstored: list[str] = field(default_factory=list)


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
    return found


def _value(cell: Any, shared: list[str], found: SheetText) -> str:
    kind = cell.get("t", "n")
    stored = formula = None
    for child in cell:
        name = local_name(child)
        if name == "v":
            stored = child.text or ""
        elif name == "f":
            formula = child.text or ""
        elif name == "is":
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
