"""A text as official documents have it: blocks one after another, words with marks in them. Pure.

The blocks stand in one flat row, as they stand on paper; what encloses what (an article its
paragraphs, an annex its text) follows from their order and level. Only tables and lists hold
blocks of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

# 第X条 is a level of its own, whatever chapters or sections stand above it.
ARTICLE_LEVEL = 5
DEEPEST_LEVEL = 5


class Mark(StrEnum):
    """How words stand out; the appearance itself (font, size, colour) is nobody's to choose."""

    STRONG = "strong"
    EMPHASIS = "em"
    UNDERLINE = "u"
    SUPERSCRIPT = "sup"
    SUBSCRIPT = "sub"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words; `href` is where they lead, an http(s) or mailto address or a path."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Ruby:
    """Words with their reading above them."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: `text` as it reads in one line, `mathml` its Presentation MathML or empty."""

    text: str
    mathml: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note at the place that calls it; notes are numbered by their order, never by hand."""

    words: Inlines


@dataclass(frozen=True, slots=True)
class Break:
    """A line that ends before its paragraph does."""


Inline: TypeAlias = Words | Ruby | Formula | Note | Break
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `number` is numbering that opens it without making it a heading (1.)."""

    words: Inlines
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    `level` is how deep it stands, 1 (第一章, 一、) to 4 (（1）); `number` its numbering as printed.
    `run_in` is prose that goes on in the same line: （一）指导思想。以……
    """

    level: int
    words: Inlines
    number: str = ""
    run_in: Inlines = ()


@dataclass(frozen=True, slots=True)
class Article:
    """The opening of an article: `number` as printed (第十条之一), `name` in its brackets or empty,
    `words` its first paragraph. Further paragraphs follow as blocks of their own.
    """

    number: str
    words: Inlines
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: paragraphs, and lists within it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list whose marks are not part of the text: bullets, or figures counted from `start`."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; it stands once, at its upper left corner, whatever it spans."""

    blocks: tuple[Block, ...] = ()
    across: int = 1
    down: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells as HTML has them, those covered by a span left out."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: `file` is the public id of a stored file, `alt` what it shows, in words."""

    file: str
    alt: str
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and the day, line by line as printed at the end of a text."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """Where an enclosed text begins: `label` as printed (附件1) or empty, `title` its title.

    An enclosed text that is no annex, such as the rules a notice prints, has no label.
    """

    title: Inlines
    label: str = ""


Block: TypeAlias = Paragraph | Heading | Article | List | Table | Figure | Signature | Annex


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text."""

    blocks: tuple[Block, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.blocks)


def words(text: str, *marks: Mark, href: str = "") -> Inlines:
    """Plain words as the content of a block; nothing when there are none."""
    return (Words(text, frozenset(marks), href),) if text else ()


def cell(text: str = "", *, across: int = 1, down: int = 1, is_header: bool = False) -> Cell:
    """A cell of one plain paragraph, or an empty one."""
    blocks = (Paragraph(words(text)),) if text else ()
    return Cell(blocks, across, down, is_header)
