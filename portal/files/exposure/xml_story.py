"""What a part of XML says: its text by paragraphs and rows, and its attribute values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from portal.files.exposure.words import carries_words, flowing, listed, row_lines
from portal.files.formats.xml import local_name

# What a reader sees as one run of text, whatever elements it is cut into.
_PARAGRAPHS = frozenset({"p", "si", "is", "rt", "rPh", "TextObject"})
_ROWS = frozenset({"tr"})
_CELLS = frozenset({"tc", "td", "th"})
# Text that stands between the words of a paragraph and is not read with them.
_ASIDE = frozenset({"instrText", "delText", "delInstrText", "posOffset", "pctPosHOffset"})
# The code of a field is cut into as many pieces as it was edited.
_CODES = frozenset({"instrText", "delInstrText"})
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = 0xF000
_MAX_ELEMENTS = 3_000_000


class TooLarge(Exception):
    """A part with more elements than anybody reads."""


@dataclass(slots=True)
class Story:
    """One part: its text in reading order, and the values beside it."""

    lines: list[str] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)

    def text(self) -> str:
        return flowing(self.lines)

    def listed(self) -> str:
        return listed(self.values)


def story_of(root: Any, *, without: frozenset[str] = frozenset()) -> Story:
    """Everything an element says, except what is below elements named in ``without``.

    Works without recursion: strangers nest as deep as they like. Raises TooLarge.
    """
    reader = _Reader()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for count, (event, element) in enumerate(walk):
        if count > _MAX_ELEMENTS:
            raise TooLarge
        if event == "start":
            if local_name(element) in without:
                walk.skip_subtree()
            else:
                reader.open(element)
        elif event == "end":
            reader.close(element, skipped=local_name(element) in without)
        else:
            reader.aside(element.text)
            reader.add(element.tail)
    reader.end_code()
    return reader.story


class _Reader:
    """Keeps the paragraph in hand, and the rows and cells around it."""

    def __init__(self) -> None:
        self.story = Story()
        self._sinks: list[list[str]] = [self.story.lines]
        self._paragraphs: list[list[str]] = []
        self._code: list[str] = []
        self._tags: set[str] = set()

    def open(self, element: Any) -> None:
        name = local_name(element)
        self._note(element, name)
        if name in _ROWS or name in _CELLS:
            self._sinks.append([])
            # A table inside a paragraph (a text box) is no part of its words.
            self._paragraphs.append([])
        elif name in _PARAGRAPHS:
            self._paragraphs.append([])
        if name in _ASIDE:
            self.aside(element.text)
            if name in _CODES:
                self._code.append(element.text or "")
            return
        if name == "fldChar":
            self.end_code()
        self.add(_symbol(element) if name == "sym" else _MARKS.get(name), kept=True)
        self.add(element.text, kept=name == "t")

    def close(self, element: Any, *, skipped: bool) -> None:
        name = local_name(element)
        if not skipped:
            if name in _PARAGRAPHS:
                self._end_paragraph()
            elif name in _CELLS:
                self._end_paragraph()
                lines = self._sinks.pop()
                self._sinks[-1].append(" ".join(lines))
            elif name in _ROWS:
                self._end_paragraph()
                cells = self._sinks.pop()
                self._sinks[-1].extend(row_lines(cells))
        self.add(element.tail)

    def add(self, text: str | None, *, kept: bool = False) -> None:
        """Blanks count only where they are text: an indented file is full of others."""
        if not text or (text.isspace() and not kept):
            return
        if self._paragraphs:
            self._paragraphs[-1].append(text)
        elif text.strip():
            self._sinks[-1].append(text.strip())

    def aside(self, text: str | None) -> None:
        if text and text.strip():
            self.story.values[text.strip()] = None

    def end_code(self) -> None:
        """Keep the code of the field in hand as one text."""
        self.aside("".join(self._code))
        self._code.clear()

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraphs.pop())
        if text.strip():
            self._sinks[-1].append(text)

    def _note(self, element: Any, name: str) -> None:
        for value in element.attrib.values():
            if carries_words(value) or "%" in value:
                self.story.values[value] = None
        if name not in self._tags:
            self._tags.add(name)
            if carries_words(name):
                self.story.values[name] = None


def _symbol(element: Any) -> str:
    """A character chosen from a list of symbols; fonts of symbols start at U+F000."""
    for key, value in element.attrib.items():
        if key.endswith("}char"):
            try:
                code = int(value, 16)
            except ValueError:
                return ""
            return chr(code - _SYMBOLS if code >= _SYMBOLS else code) if code < 0x11_0000 else ""
    return ""
