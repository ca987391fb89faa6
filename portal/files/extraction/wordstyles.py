"""What the styles of a Word document say of a paragraph or a run that is more than its looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from portal.files.formats.wordml import W, child, is_off, is_on
from portal.files.formats.xml import local_name
from portal.text.model import Mark

_LONGEST_CHAIN: Final = 20
_NO_OUTLINE: Final = 9
_DEEPEST: Final = 4
_HEADING: Final = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_NUMBERS: Final = frozenset({"编号"})
_COUNTED: Final = frozenset({"计数列表"})
_CAPTIONS: Final = frozenset({"caption", "题注", "图题", "表题", "图名", "表名"})
_TOGGLES: Final = (("b", Mark.STRONG), ("i", Mark.EMPHASIS))
_RAISED: Final = {"superscript": Mark.SUPERSCRIPT, "subscript": Mark.SUBSCRIPT}
_NO_MARKS: Final[frozenset[Mark]] = frozenset()


class Styles:
    """The styles by their id, each asked once."""

    def __init__(self, root: Any | None) -> None:
        rows = root if root is not None else ()
        self._rows = {row.get(W + "styleId", ""): row for row in rows if local_name(row) == "style"}
        self._levels: dict[str, int | None] = {}
        self._captions: dict[str, bool] = {}
        self._marks: dict[str, frozenset[Mark]] = {}

    def level(self, paragraph: Any, style: str) -> int | None:
        """The level of a heading, 1 to 4, by its outline level or its style; None for none."""
        own = _outline(child(paragraph, "pPr", "outlineLvl"))
        if own is not None:
            return _as_level(own)
        if style not in self._levels:
            self._levels[style] = self._styled_level(style)
        return self._levels[style]

    def is_caption(self, style: str) -> bool:
        """Whether a style is that of captions of tables and pictures."""
        if style not in self._captions:
            names = (_name(row) for row in self._chain(style))
            self._captions[style] = any(name in _CAPTIONS for name in names)
        return self._captions[style]

    def is_number(self, run: Any) -> bool:
        """Whether a run is in the style of typed numbering, as the Word files set here have it."""
        named = child(run, "rPr", "rStyle")
        if named is None:
            return False
        return any(_name(row) in _NUMBERS for row in self._chain(named.get(W + "val", "")))

    def is_counted(self, style: str) -> bool:
        """Whether a paragraph is an item of a counted list, as the Word files set here have it."""
        return style != "" and any(_name(row) in _COUNTED for row in self._chain(style))

    def marks(self, run: Any) -> frozenset[Mark]:
        """How a run stands out by itself, or by a style of characters."""
        properties = child(run, "rPr")
        if properties is None or not len(properties):
            return _NO_MARKS
        named = child(properties, "rStyle")
        found = set(self._styled_marks(named.get(W + "val", "")) if named is not None else ())
        _apply(properties, found)
        return frozenset(found)

    def _styled_marks(self, style: str) -> frozenset[Mark]:
        if style not in self._marks:
            found: set[Mark] = set()
            for row in reversed(list(self._chain(style))):
                properties = child(row, "rPr")
                # A link looks underlined, and is none the more for it.
                if properties is not None and _name(row) not in ("hyperlink", "超链接"):
                    _apply(properties, found)
            self._marks[style] = frozenset(found)
        return self._marks[style]

    def _styled_level(self, style: str) -> int | None:
        for row in self._chain(style):
            outline = _outline(child(row, "pPr", "outlineLvl"))
            if outline is not None:
                return _as_level(outline)
            match = _HEADING.fullmatch(_name(row))
            if match:
                return _as_level(int(match[1]) - 1)
        return None

    def _chain(self, style: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style in self._rows and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style)
            yield self._rows[style]
            parent = child(self._rows[style], "basedOn")
            style = parent.get(W + "val", "") if parent is not None else ""


def _apply(properties: Any, found: set[Mark]) -> None:
    """Marks that run properties set, or take back."""
    for name, mark in _TOGGLES:
        if is_on(properties, name):
            found.add(mark)
        elif is_off(properties, name):
            found.discard(mark)
    _apply_value(child(properties, "u"), Mark.UNDERLINE, found)
    # 着重号: dots under the characters.
    _apply_value(child(properties, "em"), Mark.EMPHASIS, found)
    raised = child(properties, "vertAlign")
    if raised is not None:
        found -= set(_RAISED.values())
        wanted = raised.get(W + "val", "")
        found |= {_RAISED[wanted]} if wanted in _RAISED else set()


def _apply_value(element: Any | None, mark: Mark, found: set[Mark]) -> None:
    if element is not None:
        (found.discard if element.get(W + "val", "") in ("none", "") else found.add)(mark)


def _name(style: Any) -> str:
    name = child(style, "name")
    return name.get(W + "val", "").strip().lower() if name is not None else ""


def _outline(element: Any | None) -> int | None:
    text = element.get(W + "val", "") if element is not None else ""
    return int(text) if text.isascii() and text.isdecimal() else None


def _as_level(outline: int) -> int | None:
    return None if outline >= _NO_OUTLINE else min(outline + 1, _DEEPEST)
