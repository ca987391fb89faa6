"""The pictures of a text, exchanged wherever they stand. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from portal.text.model import Block, Figure, List, ListItem, Table, Text


def with_figures(text: Text, change: Callable[[Figure], Block | None]) -> Text:
    """The text with every picture as `change` gives it back, or what stands for it; None leaves
    it out. No block but a picture goes or comes.
    """
    return Text(tuple(_blocks(text.blocks, change)))


def _blocks(blocks: tuple[Block, ...], change: Callable[[Figure], Block | None]) -> Iterator[Block]:
    for block in blocks:
        made = _block(block, change)
        if made is not None:
            yield made


def _block(block: Block, change: Callable[[Figure], Block | None]) -> Block | None:
    match block:
        case Figure():
            return change(block)
        case Table():
            rows = (
                tuple(replace(cell, blocks=tuple(_blocks(cell.blocks, change))) for cell in row)
                for row in block.rows
            )
            return replace(block, rows=tuple(rows))
        case List():
            items = (ListItem(tuple(_blocks(item.blocks, change))) for item in block.items)
            return replace(block, items=tuple(items))
        case _:
            return block
