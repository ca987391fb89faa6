"""The blocks of a text as lines of a sheet, and how wide their tables stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.text.grid import Grid, laid
from portal.text.model import (
    Annex,
    Article,
    Block,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Signature,
    Table,
    Words,
    words,
)
from portal.text.plain import cell_lines, headed, numbered, words_of

# What parts a numbering from its words on paper.
GAP: Final = "\u3000"
BULLETS: Final = "•◦▪"
_CHAPTER: Final = re.compile("第[〇零一二三四五六七八九十百]+[编章节]")


@dataclass(frozen=True)
class Cells:
    """Tables: the largest letters, room above and below a cell's text and the table, in points;
    up to how many letters a cell stays on its page.
    """

    most: float
    pad: float
    gap: float
    whole: int


@dataclass(frozen=True, eq=False)
class Series:
    """The items of one list, which are counted together: from `start`, or not at all."""

    ordered: bool
    start: int


@dataclass(frozen=True)
class Line:
    """One block as it is set, or an item of a list; `new_page` begins a page.

    `kind` is annex (its label), part (its title), chapter, heading, article, paragraph, item,
    caption, table, figure or signature. `lead` stands out before the words, or is the mark of an
    item, empty for its further paragraphs; `depth` is how deep a numbering or an item stands;
    `number` the numbering that its words open with.
    """

    kind: str
    words: Inlines = ()
    lead: str = ""
    depth: int = 0
    new_page: bool = False
    grid: Grid | None = None
    figure: Figure | None = None
    series: Series | None = None
    number: str = ""

    @property
    def text(self) -> str:
        """What it says in one line, without its notes."""
        return self.lead + words_of(self.words)


def lines_of(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Blocks as lines: an annex begins a page, and its title stays on the page of its label."""
    after_label = False
    for block in blocks:
        if isinstance(block, Annex):
            if block.label:
                yield Line("annex", words(block.label), new_page=not after_label)
            if block.title:
                yield Line("part", block.title, new_page=not (after_label or block.label))
            after_label = not block.title
        else:
            after_label = False
            yield from _lines(block)


def cell_blocks(blocks: tuple[Block, ...]) -> list[Line]:
    """What stands in a cell."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(run, number):
            yield Line("paragraph", _behind(number, run), number=number)
        case Heading(level, run, number, run_in) if run_in:
            yield Line("paragraph", run_in, numbered(number, words_of(run), gap=GAP), level)
        case Heading(level, run, number):
            kind = "chapter" if _CHAPTER.match(number) else "heading"
            yield Line(kind, _behind(number, run), depth=level, number=number)
        case Article():
            yield Line("article", block.words, headed(block, gap=""))
        case List():
            yield from _items(block, 0)
        case Table():
            if block.caption:
                yield Line("caption", block.caption)
            yield Line("table", grid=laid(block))
        case Figure():
            yield Line("figure", figure=block)
            if block.caption:
                yield Line("caption", block.caption)
        case Signature(lines):
            yield from (Line("signature", words(line)) for line in lines)
        case Annex(title, label):
            yield Line("paragraph", _behind(label, title))


def _items(block: List, depth: int) -> Iterator[Line]:
    bullet, series = BULLETS[min(depth, len(BULLETS) - 1)], Series(block.ordered, block.start)
    for position, item in enumerate(block.items):
        mark = f"{block.start + position}." if block.ordered else bullet
        for each in item.blocks:
            if isinstance(each, List):
                yield from _items(each, depth + 1)
            elif isinstance(each, Paragraph):
                run = _behind(each.number, each.words)
                yield Line("item", run, mark, depth, series=series)
                mark = ""


def _behind(number: str, run: Inlines) -> Inlines:
    """Words behind their numbering."""
    said = words_of(run)
    opening = numbered(number, said, gap=GAP).removesuffix(said) if said else number
    match run:
        case (Words(text, marks, ""), *rest) if opening and not marks:
            return (Words(opening + text), *rest)
    return (Words(opening), *run) if opening else run


def table_size(columns: int, cells: Cells) -> float:
    """The letters of a table with so many columns, in points."""
    return cells.most if columns <= 6 else 9.0 if columns <= 12 else 6.0


def column_shares(grid: Grid) -> tuple[float, ...]:
    """How much of its table each column takes, by the longest cell that is its own, within
    bounds.
    """
    longest = [0] * grid.width
    for row in grid.rows:
        for placed in row:
            if placed.cell.across == 1:
                size = max(map(len, cell_lines(placed)), default=0)
                longest[placed.column] = max(longest[placed.column], size)
    weights = [max(2, min(16, size)) for size in longest]
    return tuple(weight / sum(weights) for weight in weights)
