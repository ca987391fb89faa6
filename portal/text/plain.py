"""A text as plain lines: for search, scanning, comparison, reading aloud and hashes. Pure.

A block is a line, or several: rows of a table with their cells parted by tabs, what a span covers
left empty; the items of a list. Everything the text says is in it: where a link leads stands in
brackets behind its words, what a picture shows in a line of its own, and the notes of a block
follow it, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from portal.text.grid import Placed, laid
from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Text,
    Words,
)
from portal.text.walk import notes_in

_NOTE: Final = "注："
_OF_ARTICLES: Final = re.compile("第.{1,20}[编章节条]|第.{1,20}条之.{1,20}")


def plain(text: Text) -> list[str]:
    """The lines of a text, in order; none is empty."""
    return [line for block in text.blocks for line in lines_of(block)]


def lines_of(block: Block) -> tuple[str, ...]:
    """The lines of one block, its notes at the end."""
    lines = [*_own_lines(block), *(f"{_NOTE}{words_of(note.words)}" for note in notes_in(block))]
    return tuple(line for line in map(_tidy, lines) if line)


def numbered(number: str, words: str, *, gap: str = " ") -> str:
    """Words behind their numbering, parted as is usual: by `gap` behind 第一章 and 第一条, by a
    blank behind 1.1 and where 1. meets a figure, and else by nothing.
    """
    if not number or not words:
        return number + words
    if _OF_ARTICLES.fullmatch(number):
        return f"{number}{gap}{words}"
    meets = number[-1] in ".．" and words[0].isdigit()
    return f"{number} {words}" if meets or number[-1].isdigit() else number + words


def headed(block: Article, *, gap: str = " ") -> str:
    """The numbering of an article with its name, and what parts it from the first paragraph: a
    name stands in brackets, which part enough.
    """
    return f"{block.number}{block.name}{gap if block.words and not block.name else ''}"


def words_of(inlines: Inlines) -> str:
    """The words of a run in one line, without its notes."""
    return "".join(map(_inline, inlines))


def _own_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(words, number):
            yield numbered(number, words_of(words))
        case Heading():
            head = numbered(block.number, words_of(block.words))
            yield head + words_of(block.run_in)
        case Article():
            yield headed(block) + words_of(block.words)
        case List():
            yield from _items(block)
        case Table():
            yield words_of(block.caption)
            yield from rows_of(block)
        case Figure():
            yield words_of(block.caption)
            yield f"（图片：{block.alt}）" if block.alt else ""
        case Signature(lines):
            yield from lines
        case Annex(title, label):
            yield label
            yield words_of(title)


def rows_of(table: Table) -> Iterator[str]:
    """The rows of a table, cells parted by tabs."""
    for row in laid(table).spread():
        yield "\t".join(
            " ".join(cell_lines(place)) if isinstance(place, Placed) else place for place in row
        )


def cell_lines(placed: Placed) -> list[str]:
    """The lines of a cell, without its notes."""
    found = [_tidy(line) for block in placed.cell.blocks for line in _own_lines(block)]
    return [" ".join(line.split("\t")) for line in found if line]


def _items(block: List) -> Iterator[str]:
    for position, item in enumerate(block.items):
        lines = [line for each in item.blocks for line in _own_lines(each)]
        if block.ordered and lines:
            lines[0] = numbered(f"{block.start + position}.", lines[0])
        yield from lines


def _inline(inline: Inline) -> str:
    match inline:
        case Words(text, _, href):
            shown = href.removeprefix("mailto:")
            return f"{text}（{shown}）" if shown and shown not in text else text
        case Ruby(base, reading):
            return f"{base}（{reading}）" if reading else base
        case Formula(text):
            return text
        case Break():
            return " "
        case Note():
            return ""


def _tidy(line: str) -> str:
    """A line of a file: no other line end in it, no blank around it; tabs at its ends are cells."""
    return " ".join(line.splitlines()).strip(" \u3000")
