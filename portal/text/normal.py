"""The normal form of a text: what says nothing is left out, what is marked alike stands together.

Pure. Every text that is kept is in this form, so that two that say the same are equal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from portal.text import mathml
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
    ListItem,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Text,
    Words,
)

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BREAKS: Final = re.compile("[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_BLANKS: Final = " \u3000"


def normalised(text: Text) -> Text:
    """The text without what says nothing: empty words and blocks, blanks at the ends, characters
    that no file may hold; words that are marked alike stand together.
    """
    return Text(_blocks(text.blocks))


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(found for block in blocks if (found := _block(block)) is not None)


def _block(block: Block) -> Block | None:
    found: Block
    match block:
        case Paragraph():
            found = Paragraph(_inlines(block.words), _line(block.number))
            return found if found.words or found.number else None
        case Heading():
            found = Heading(
                block.level, _inlines(block.words), _line(block.number), _inlines(block.run_in)
            )
            return found if found.words or found.number or found.run_in else None
        case Article():
            return Article(_line(block.number), _inlines(block.words), _line(block.name))
        case List():
            items = tuple(ListItem(_blocks(item.blocks)) for item in block.items)
            items = tuple(item for item in items if item.blocks)
            return replace(block, items=items) if items else None
        case Table():
            rows = tuple(
                tuple(replace(cell, blocks=_blocks(cell.blocks)) for cell in row)
                for row in block.rows
            )
            return Table(rows, _inlines(block.caption)) if any(rows) else None
        case Figure():
            return Figure(block.file, _line(block.alt), _inlines(block.caption))
        case Signature():
            lines = tuple(line for each in block.lines if (line := _line(each)))
            return Signature(lines) if lines else None
        case Annex():
            found = Annex(_inlines(block.title), _line(block.label))
            return found if found.title or found.label else None


def _inlines(inlines: Inlines) -> Inlines:
    found: list[Inline] = []
    for inline in map(_inline, inlines):
        last = found[-1] if found else None
        if inline is None:
            continue
        if (
            isinstance(inline, Words)
            and isinstance(last, Words)
            and (inline.marks, inline.href) == (last.marks, last.href)
        ):
            found[-1] = replace(last, text=last.text + inline.text)
        else:
            found.append(inline)
    return _trimmed(found)


def _trimmed(inlines: list[Inline]) -> Inlines:
    """Without blanks and breaks at either end."""
    while inlines and (blank := _blank_end(inlines[0], first=True)) is not inlines[0]:
        inlines[:1] = [blank] if blank else []
    while inlines and (blank := _blank_end(inlines[-1], first=False)) is not inlines[-1]:
        inlines[-1:] = [blank] if blank else []
    return tuple(inlines)


def _blank_end(inline: Inline, *, first: bool) -> Inline | None:
    """The same inline where nothing is to be taken off its end."""
    if isinstance(inline, Break):
        return None
    if not isinstance(inline, Words):
        return inline
    text = inline.text.lstrip(_BLANKS) if first else inline.text.rstrip(_BLANKS)
    if text == inline.text:
        return inline
    return replace(inline, text=text) if text else None


def _inline(inline: Inline) -> Inline | None:
    match inline:
        case Words():
            text = _clean(inline.text)
            return replace(inline, text=text, href=inline.href.strip()) if text else None
        case Ruby():
            base = _line(inline.base)
            return Ruby(base, _line(inline.reading)) if base else None
        case Formula():
            return Formula(_line(inline.text), _formula(inline.mathml))
        case Note():
            words = _inlines(inline.words)
            return Note(words) if words else None
        case Break():
            return inline


def _formula(given: str) -> str:
    """In the one form, where it has one."""
    try:
        return mathml.write(mathml.read(given)) if given else ""
    except mathml.MalformedFormula:
        return given


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", _BREAKS.sub(" ", text))


def _line(text: str) -> str:
    return _clean(text).strip(_BLANKS)
