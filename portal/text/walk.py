"""Going through a text: what stands in a block, and the blocks in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from portal.text.model import (
    Annex,
    Article,
    Block,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    Note,
    Paragraph,
    Signature,
    Table,
    Text,
)


def own_runs(block: Block) -> tuple[Inlines, ...]:
    """The runs of words of a block itself, not of what is in its cells or items."""
    match block:
        case Paragraph() | Article():
            return (block.words,)
        case Heading():
            return (block.words, block.run_in)
        case Table() | Figure():
            return (block.caption,)
        case Annex():
            return (block.title,)
        case List() | Signature():
            return ()


def inner_blocks(block: Block) -> Iterator[Block]:
    """The blocks in the cells of a table or the items of a list."""
    match block:
        case List():
            for item in block.items:
                yield from item.blocks
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell.blocks


def runs_in(block: Block) -> Iterator[Inlines]:
    """Every run of words of a block and of the blocks in it, in the order of reading."""
    yield from own_runs(block)
    for each in inner_blocks(block):
        yield from runs_in(each)


def notes_in(block: Block) -> Iterator[Note]:
    """The notes that a block calls, in order, with those of its cells and items."""
    for inlines in runs_in(block):
        yield from (each for each in inlines if isinstance(each, Note))


def figures_in(text: Text) -> Iterator[Figure]:
    """The pictures of a text, wherever they stand."""
    for block in text.blocks:
        yield from _figures(block)


def formulas_in(text: Text) -> Iterator[Formula]:
    """The formulas of a text, those of its notes too."""
    for block in text.blocks:
        for inlines in runs_in(block):
            yield from (each for each in _with_notes(inlines) if isinstance(each, Formula))


def _with_notes(inlines: Inlines) -> Iterator[Inline]:
    for each in inlines:
        yield each
        if isinstance(each, Note):
            yield from _with_notes(each.words)


def _figures(block: Block) -> Iterator[Figure]:
    if isinstance(block, Figure):
        yield block
    for each in inner_blocks(block):
        yield from _figures(each)
