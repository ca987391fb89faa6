"""What is pasted from Word, WPS or a page as a text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from portal.text.html.clipboard import Clipboard
from portal.text.html.output import to_html
from portal.text.html.parser import blocks_of
from portal.text.html.tree import parse
from portal.text.lines import from_lines
from portal.text.model import (
    Article,
    Block,
    Break,
    Formula,
    Heading,
    Inline,
    Inlines,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Table,
    Text,
    Words,
)
from portal.text.normal import normalised

_STRONG: Final = Mark.STRONG


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text, and how many pictures could not come with it."""

    text: Text
    lost_pictures: int = 0


def from_pasted(html: str) -> Pasted:
    """The text that was copied elsewhere: structure and words, no style.

    Paragraphs become the headings and articles that their numbering says, tables without any
    header the header that their first row is. Raises MalformedText for what is too long or too
    deep.
    """
    clipboard = Clipboard(parse(html))
    text = normalised(Text(blocks_of(clipboard.nodes)))
    blocks = recognised([_headed(each) for each in text.blocks])
    return Pasted(normalised(Text(tuple(blocks))), clipboard.pictures)


def in_a_cell(text: Text) -> Text:
    """A text as a cell can hold it: paragraphs, lists, pictures; a table alone stays one."""
    if len(text.blocks) == 1 and isinstance(text.blocks[0], Table):
        return text
    return normalised(Text(blocks_of(parse(to_html(text)).children, depth=1)))


def recognised(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs as what their numbering makes of them; all other blocks as they are."""
    found = list(blocks)
    places = [place for place, each in enumerate(found) if isinstance(each, Paragraph)]
    lines = [_line(found[place]) for place in places]
    read = from_lines(lines).blocks
    if len(read) != len(lines):
        # Words with tabs in them are read as a table: nothing is put in their place.
        return found
    for place, line, block in zip(places, lines, read, strict=True):
        given = found[place]
        if isinstance(given, Paragraph):
            found[place] = _dressed(block, given, line)
    return found


def _line(block: Block) -> str:
    """A paragraph in one line, a letter for each of its own."""
    if not isinstance(block, Paragraph):
        return ""
    return block.number + "".join(map(_letters, block.words))


def _letters(inline: Inline) -> str:
    match inline:
        case Words(text) | Formula(text):
            return text
        case Ruby(base):
            return base
        case Break():
            return " "
        case Note():
            return ""


def _dressed(read: Block, given: Paragraph, line: str) -> Block:
    """A block read from a line, with the words as they were marked."""
    behind = len(line) - len(given.number)

    def last(count: int) -> Inlines:
        return _without(given.words, behind - count)

    match read:
        case Paragraph(words, number) if not given.number:
            return Paragraph(last(_length(words)), number)
        case Heading(level, words, number, run_in):
            rest = last(_length(words) + _length(run_in))
            lead = _without(rest, _length(words), front=False)
            return Heading(level, lead, number, last(_length(run_in)) if run_in else ())
        case Article(number, words, name):
            return Article(number, last(_length(words)), name)
        case _:
            return given


def _length(words: Inlines) -> int:
    return sum(len(_letters(each)) for each in words)


def _without(inlines: Inlines, count: int, *, front: bool = True) -> Inlines:
    """Without the first `count` letters, or with those alone."""
    taken: list[Inline] = []
    rest: list[Inline] = []
    for each in inlines:
        size = len(_letters(each))
        if count <= 0:
            rest.append(each)
        elif size <= count or not isinstance(each, Words):
            taken.append(each)
        else:
            taken.append(replace(each, text=each.text[:count]))
            rest.append(replace(each, text=each.text[count:]))
        count -= size
    return tuple(rest if front else taken)


def _headed(block: Block) -> Block:
    """A heading with its numbering by itself; a table with a header, where it has more rows."""
    match block:
        case Heading(level, words, number):
            whole = Paragraph(_plain(words), number)
            read = recognised([whole])[0]
            if isinstance(read, Article):
                return read
            if number or not isinstance(read, Heading | Paragraph):
                return Heading(level, whole.words, number)
            return Heading(level, _without(whole.words, len(read.number)), read.number)
        case Table(rows) if len(rows) > 1 and not any(
            cell.is_header for row in rows for cell in row
        ):
            first = tuple(replace(cell, is_header=True) for cell in rows[0])
            return replace(block, rows=(first, *rows[1:]))
        case _:
            return block


def _plain(words: Inlines) -> Inlines:
    """Word sets headings bold: that they are headings says as much."""
    texts = [each for each in words if isinstance(each, Words) and each.text.strip()]
    if not all(_STRONG in each.marks for each in texts):
        return words
    return tuple(
        replace(each, marks=each.marks - {_STRONG}) if isinstance(each, Words) else each
        for each in words
    )
