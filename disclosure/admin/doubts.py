"""What the reading of a file left open, with its places in the text that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.text.model import Figure
from portal.text.plain import lines_of
from portal.text.serial import MalformedText, load

_OPENING: Final = 12
_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph by its number from 1 and the words it opens with."""

    number: int
    opening: str


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A sentence, the paragraphs it is about, and the page of the original where that is known."""

    what: str
    places: tuple[Place, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A paragraph as it was read, and what is doubtful about it."""

    number: int
    lines: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtPanel:
    """All doubts, and the paragraphs they are about."""

    doubts: tuple[DoubtRow, ...]
    paragraphs: tuple[ReadRow, ...]


def doubt_panel(elements: Mapping[str, Any]) -> DoubtPanel:
    """What an import said of a file, as `ImportItem.elements` keeps it."""
    rows = elements.get("doubts") or [
        # Imports of before know their sentences alone.
        {"what": each, "where": []}
        for each in elements.get("warnings", ())
    ]
    lines = _lines(elements)
    found = tuple(
        DoubtRow(
            row["what"],
            tuple(Place(n + 1, _opening(lines[n])) for n in row["where"] if n < len(lines)),
            row.get("page"),
        )
        for row in rows
    )
    about: dict[int, list[str]] = {}
    for row in found:
        for place in row.places:
            about.setdefault(place.number, []).append(row.what)
    shown = tuple(
        ReadRow(number, lines[number - 1], tuple(about[number])) for number in sorted(about)[:_MOST]
    )
    return DoubtPanel(found, shown)


def _lines(elements: Mapping[str, Any]) -> list[tuple[str, ...]]:
    try:
        text = load({"version": 1, "blocks": elements.get("blocks", [])})
    except MalformedText:
        return []
    return [
        lines_of(block) or (("（图片）",) if isinstance(block, Figure) else ("",))
        for block in text.blocks
    ]


def _opening(lines: tuple[str, ...]) -> str:
    first = " ".join(lines[0].split("\t")) if lines else ""
    return first if len(first) <= _OPENING else first[: _OPENING - 1] + "…"
