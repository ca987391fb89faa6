"""Word's automatic numbering: which number a paragraph bears, counted from numbering.xml.

The number is no part of a paragraph's text. It follows from the list the paragraph belongs to
(by itself or by its style), its level, the paragraphs before it, and the list's definition
(ECMA-376 part 1, 17.9).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from portal.files.extraction.numerals import formatted
from portal.files.formats.wordml import W, child, is_on, paragraph_style
from portal.files.formats.xml import local_name

_LEVELS: Final = 9
_PLACE: Final = re.compile("%([1-9])")
_LONGEST_CHAIN: Final = 20
# Bullets stand in private use: what Symbol and Wingdings draw there.
_BULLETS: Final = {
    "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓",
    "\uf0b2": "□", "\uf0e8": "➔", "\uf046": "☞", "o": "○",
}  # fmt: skip
_UNKNOWN_BULLET: Final = "•"
# Signs that say something: a box is there to be ticked.
_BOXES: Final = frozenset("□☐☑☒✓")
_HAN: Final = re.compile("[\u3400-\u9fff]$")
_CLOSED: Final = re.compile("[、，。：．）】〕］]$")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; ``restart`` is the 1-based level that sets it back, 0 for never."""

    start: int = 0
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass(slots=True)
class _List:
    """One w:num: its levels, whose counters it shares, and the starts of its own."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in front of a paragraph, with the blank behind it.

    `level` is how deep it stands in its list, from 0; a bullet is no part of the text.
    """

    text: str = ""
    level: int = 0
    is_bullet: bool = False


_NONE: Final = Label()


class Numbering:
    """Counts through a document: ask for every paragraph once, in reading order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = _style_rows(styles)
        self._default = next(
            (name for name, row in self._styles.items() if row.get(W + "default") == "1"), ""
        )
        self._lists = _Definitions(numbering, self._styles).lists()
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styled: dict[str, tuple[str | None, int | None]] = {}
        self.used = False
        self.unknown: set[str] = set()
        self.missing = False

    def label(self, paragraph: Any) -> Label:
        """The number in front of a paragraph, without a text for none."""
        found = self._place(paragraph)
        if found is None:
            return _NONE
        name, level = found
        row = self._lists.get(name)
        if row is None or level not in row.levels:
            self.missing = True
            return _NONE
        self._count(name, row, level)
        text = self._text(row, level)
        if not text.strip():
            return _NONE
        self.used = True
        is_bullet = row.levels[level].form == "bullet" and text not in _BOXES
        return Label(_spaced(text, row.levels[level].suffix), level, is_bullet)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own properties before those of its style."""
        style = paragraph_style(paragraph) or self._default
        own = child(paragraph, "pPr", "numPr")
        name, level = _numbered(own)
        if name is None or level is None:
            if style not in self._styled:
                self._styled[style] = self._of_style(style)
            styled_name, styled_level = self._styled[style]
            name = styled_name if name is None else name
            level = styled_level if level is None else level
        if name is None or name == "0":
            return None
        if level is None:
            level = self._level_of(name, style)
        return name, level

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        """What a style, or the nearest one it is based on, says of numbering."""
        name: str | None = None
        level: int | None = None
        for identifier in _chain(style, self._styles):
            row_name, row_level = _numbered(child(self._styles[identifier], "pPr", "numPr"))
            level = row_level if level is None else level
            if row_name is not None:
                name = row_name
                level = self._level_of(name, identifier) if level is None else level
                break
        return name, level

    def _level_of(self, name: str, style: str) -> int:
        """The level a list gives to a style, the first when it names none."""
        row = self._lists.get(name)
        levels = row.levels if row else {}
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def _count(self, name: str, row: _List, at: int) -> None:
        counters = self._counters.setdefault(row.shared, {})
        if at in row.starts and (name, at) not in self._begun:
            # A list of its own start begins anew once, though it shares its counters.
            counters.pop(at, None)
        self._begun.add((name, at))
        for deeper in range(at + 1, _LEVELS):
            limit = row.levels[deeper].restart if deeper in row.levels else None
            if limit is None or at < limit:
                counters.pop(deeper, None)
        counters[at] = counters[at] + 1 if at in counters else _first(row, at)

    def _text(self, row: _List, at: int) -> str:
        level = row.levels[at]
        if level.form == "bullet":
            sign = level.pattern.strip()
            known = _BULLETS.get(sign, sign)
            return _UNKNOWN_BULLET if any("\ue000" <= c <= "\uf8ff" for c in known) else known
        counters = self._counters[row.shared]

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form = row.levels[other].form if other in row.levels else "decimal"
            if level.legal and form != "none":
                form = "decimal"
            value = counters.get(other, _first(row, other))
            text = formatted(value, form)
            if text is None:
                self.unknown.add(form)
                return str(value)
            return text

        return _PLACE.sub(shown, level.pattern).lstrip()


def _first(row: _List, at: int) -> int:
    return row.starts.get(at, row.levels[at].start if at in row.levels else 1)


def _spaced(text: str, suffix: str) -> str:
    """A number and what parts it from the text, which must not run into 第一条.

    Never a tab: it would make the paragraph a row of a table.
    """
    text = text.replace("\t", " ")
    if text[-1].isspace() or _CLOSED.search(text):
        return text
    if _HAN.search(text):
        return text + "\u3000"
    return text if suffix == "nothing" else text + " "


class _Definitions:
    """numbering.xml: the lists by number, links between lists and styles followed."""

    def __init__(self, root: Any | None, styles: dict[str, Any]) -> None:
        rows = list(root) if root is not None else []
        self._styles = styles
        self._read: dict[str, dict[int, _Level]] = {}
        self._abstract = {
            row.get(W + "abstractNumId", ""): row
            for row in rows
            if local_name(row) == "abstractNum"
        }
        self._numbers = {row.get(W + "numId", ""): row for row in rows if local_name(row) == "num"}

    def lists(self) -> dict[str, _List]:
        return {name: self._list(row) for name, row in self._numbers.items() if name}

    def _list(self, row: Any) -> _List:
        shared = self._resolved(_value(child(row, "abstractNumId")) or "")
        if shared not in self._read:
            # Thousands of lists may share one definition.
            found = self._abstract.get(shared)
            self._read[shared] = dict(_levels(found)) if found is not None else {}
        levels = dict(self._read[shared])
        made = _List(shared, levels)
        for override in row:
            if local_name(override) != "lvlOverride":
                continue
            at = _integer(override.get(W + "ilvl"), 0)
            levels.update(_levels(override))
            start = child(override, "startOverride")
            if start is not None:
                made.starts[at] = _integer(_value(start), 0)
        return made

    def _resolved(self, name: str) -> str:
        """The definition that holds the levels: a numbering style stands between at times."""
        for _step in range(_LONGEST_CHAIN):
            row = self._abstract.get(name)
            link = _value(child(row, "numStyleLink")) if row is not None else None
            style = self._styles.get(link) if link else None
            number = _numbered(child(style, "pPr", "numPr"))[0] if style is not None else None
            target = self._numbers.get(number) if number else None
            following = _value(child(target, "abstractNumId")) if target is not None else None
            if not following or following == name:
                return name
            name = following
        return name


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for row in parent:
        if local_name(row) != "lvl":
            continue
        at = _integer(row.get(W + "ilvl"), 0)
        if not 0 <= at < _LEVELS:
            continue
        restart = child(row, "lvlRestart")
        pattern = child(row, "lvlText")
        yield (
            at,
            _Level(
                start=_integer(_value(child(row, "start")), 0),
                form=_format(row),
                pattern="" if pattern is None else pattern.get(W + "val", ""),
                restart=None if restart is None else _integer(_value(restart), at),
                legal=is_on(row, "isLgl"),
                suffix=_value(child(row, "suff")) or "tab",
                style=_value(child(row, "pStyle")) or "",
            ),
        )


def _format(level: Any) -> str:
    """The format of a level; Word wraps those of its later editions for its earlier ones."""
    for row in level.iter(W + "numFmt"):
        return _value(row) or "decimal"
    return "decimal"


def _numbered(properties: Any | None) -> tuple[str | None, int | None]:
    """The list and the level named by a w:numPr, each None when it is not named."""
    if properties is None:
        return None, None
    level = _value(child(properties, "ilvl"))
    return _value(child(properties, "numId")), None if level is None else _integer(level, 0)


def _value(element: Any | None) -> str | None:
    return None if element is None else element.get(W + "val")


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise


def _style_rows(styles: Any | None) -> dict[str, Any]:
    rows = styles if styles is not None else ()
    return {
        row.get(W + "styleId", ""): row
        for row in rows
        if local_name(row) == "style" and row.get(W + "type") in ("paragraph", "numbering")
    }


def _chain(style: str, rows: dict[str, Any]) -> Iterator[str]:
    """A style and those it is based on."""
    seen: set[str] = set()
    while style in rows and style not in seen and len(seen) < _LONGEST_CHAIN:
        seen.add(style)
        yield style
        style = _value(child(rows[style], "basedOn")) or ""
