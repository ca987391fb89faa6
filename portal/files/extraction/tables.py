"""Rows of cells as a table: which rows are its header, which is its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from portal.text.inlines import characters
from portal.text.model import Block, Cell, Heading, Inlines, List, Paragraph, Table

Row: TypeAlias = tuple[Cell, ...]

_LONGEST_HEADER: Final = 40


def headed(rows: Sequence[Row], *, marked: int = 0, looks_headed: bool = True) -> tuple[Row, ...]:
    """Rows of which the first `marked` are the header, with all that their cells span.

    Where none is marked the first one is when it `looks_headed` and names columns: words in every
    cell, short ones, and no amounts. A table is never all header.
    """
    if not marked and looks_headed and len(rows) > 1 and _names_columns(rows[0]):
        marked = 1
    if marked:
        reach = (number + cell.down for number, row in enumerate(rows[:marked]) for cell in row)
        marked = max(reach, default=marked)
    if marked >= len(rows):
        marked = 0
    return tuple(
        tuple(replace(cell, is_header=True) for cell in row) if number < marked else row
        for number, row in enumerate(rows)
    )


def titled(rows: Sequence[Row], width: int) -> Table:
    """A table whose first row, where it is one cell over the whole width, is its title."""
    caption: Inlines = ()
    first = rows[0]
    if len(rows) > 2 and len(first) == 1 and 1 < width == first[0].across and first[0].down == 1:
        [block] = first[0].blocks or (None,)
        if isinstance(block, Paragraph):
            caption, rows = block.words, rows[1:]
    return Table(headed(rows), caption)


def cell_block(block: Block) -> Block:
    """A block as it stands in a cell, where no heading is one of the text."""
    return Paragraph(block.words, block.number) if isinstance(block, Heading) else block


def text_of(blocks: Iterable[Block]) -> str:
    """What a cell says, in one line."""
    return " ".join(filter(None, (" ".join(_said(block).split()) for block in blocks)))


def _names_columns(row: Row) -> bool:
    texts = [text_of(cell.blocks) for cell in row]
    return len(row) > 1 and all(
        text and len(text) <= _LONGEST_HEADER and not _is_amount(text) for text in texts
    )


def _is_amount(text: str) -> bool:
    return not any(character.isalpha() for character in text)


def _said(block: Block) -> str:
    match block:
        case Paragraph(inlines, number):
            return number + characters(inlines)
        case List(items):
            return " ".join(text_of(item.blocks) for item in items)
        case _:
            return ""
