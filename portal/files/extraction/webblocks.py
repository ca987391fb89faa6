"""The blocks of a web page, built while it is walked: paragraphs, lists, tables, pictures.

Between two ends of blocks lies a segment of the page; each has a number, by which the lines of
its plain text find the block they are from.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from portal.files.extraction.drawings import Pictures
from portal.files.extraction.pieces import MOST_CELLS, clean
from portal.files.extraction.tables import cell_block, headed, text_of
from portal.files.extraction.wordruns import address
from portal.text.inlines import characters, fitted, unmarked
from portal.text.model import (
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Inline,
    Inlines,
    List,
    ListItem,
    Mark,
    Paragraph,
    Ruby,
    Table,
    Words,
)

_MARKS: Final = {
    "b": Mark.STRONG, "strong": Mark.STRONG, "i": Mark.EMPHASIS, "em": Mark.EMPHASIS,
    "u": Mark.UNDERLINE, "ins": Mark.UNDERLINE, "sup": Mark.SUPERSCRIPT, "sub": Mark.SUBSCRIPT,
}  # fmt: skip
_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_LISTS: Final = frozenset({"ul", "ol"})
_CELLS: Final = frozenset({"td", "th"})
_CAPTIONS: Final = frozenset({"caption", "figcaption"})
_DEEPEST_LIST: Final = 4
_WIDEST: Final = 63
_MOST_ROWS: Final = 5_000
# Pixels: a smaller picture is an icon or a rule.
_SIDE: Final = 60
_DATA: Final = "data:image/"

_Placed = tuple[Block, tuple[int, ...]]


@dataclass(slots=True)
class _Holder:
    """What is open and holds blocks: the page, an item, a cell, a caption."""

    tag: str
    node: int
    blocks: list[_Placed] = field(default_factory=list)
    # Of a list its items, of a table its cells by row.
    items: list[_Holder] = field(default_factory=list)
    rows: list[list[_Holder]] = field(default_factory=list)
    across: int = 1
    down: int = 1
    start: int = 1
    is_header: bool = False
    headers: int = 0


class Blocks:
    """Takes the page as the walk meets it; `tidied` makes the lines of a run what a page shows."""

    def __init__(self, tidied: Callable[[str], str], pictures: Pictures, *, longest: int) -> None:
        self._tidied = tidied
        self._pictures = pictures
        self._longest = longest
        self._open = [_Holder("body", -1)]
        self._run: list[Inline] = []
        self._marks: list[Mark] = []
        self._links: list[str] = []
        self._levels: list[int] = []
        self._ruby: list[str] | None = None
        self._segment = 0
        self._waiting: list[int] = [0]
        self.lost_pictures = 0
        self.unnamed: list[Figure] = []

    def part(self) -> int:
        """End the segment; the number of the next."""
        self._flush()
        self._segment += 1
        self._waiting.append(self._segment)
        return self._segment

    def text(self, text: str) -> None:
        """Words in the open paragraph."""
        if self._ruby is not None:
            self._ruby[0] += text
            return
        href = self._links[-1] if self._links else ""
        self._run.append(Words(text, frozenset(self._marks), href))

    def line_end(self) -> None:
        """A line that ends within its paragraph."""
        self._run.append(Break())

    def enter(self, node: Any) -> None:
        """An element begins; of one that is a block `part` was called before."""
        tag = node.tag
        if tag in _MARKS:
            self._marks.append(_MARKS[tag])
        elif tag == "a":
            self._links.append(address(str(node.attributes.get("href") or "").strip()))
        elif tag in _HEADINGS:
            self._levels.append(_HEADINGS[tag])
        elif tag == "ruby":
            self._ruby = ["", ""]
        elif tag == "img":
            self._picture(node)
        else:
            self._enter_holder(node, tag)

    def leave(self, node: Any) -> None:
        """An element ends; of one that is a block `part` is called after."""
        tag = node.tag
        if tag in _MARKS:
            self._marks.pop()
        elif tag == "a":
            self._links.pop()
        elif tag in _HEADINGS:
            self._flush()
            self._levels.pop()
        elif tag == "ruby":
            self._close_ruby()
        elif len(self._open) > 1 and self._open[-1].node == node.mem_id:
            self._flush()
            self._close(self._open.pop())

    def reading(self, text: str) -> None:
        """What stands above the characters of a ruby."""
        if self._ruby is not None:
            self._ruby[1] += text

    def finish(self) -> tuple[list[Block], dict[int, int]]:
        """The blocks, and the place of each segment's block among them."""
        self._flush()
        while len(self._open) > 1:
            self._close(self._open.pop())
        placed = self._open[0].blocks
        found = {number: place for place, (_, numbers) in enumerate(placed) for number in numbers}
        for number in self._waiting:
            found[number] = max(len(placed) - 1, 0)
        return [block for block, _ in placed], found

    def _enter_holder(self, node: Any, tag: str) -> None:
        top = self._open[-1]
        if tag in _LISTS:
            start = _number(node.attributes.get("start"), 1, 9999)
            self._open.append(_Holder(tag, node.mem_id, start=start))
        elif tag == "table" or tag in _CAPTIONS or (tag == "li" and top.tag in _LISTS):
            self._open.append(_Holder(tag, node.mem_id))
        elif tag == "tr" and top.tag == "table":
            top.rows.append([])
            top.headers += node.parent is not None and node.parent.tag == "thead"
        elif tag in _CELLS and top.tag == "table":
            self._flush()
            if not top.rows:
                top.rows.append([])
            across = _number(node.attributes.get("colspan"), 1, _WIDEST)
            down = _number(node.attributes.get("rowspan"), 1, _MOST_ROWS)
            cell = _Holder(tag, node.mem_id, across=across, down=down, is_header=tag == "th")
            self._open.append(cell)

    def _close(self, holder: _Holder) -> None:
        above = self._open[-1]
        match holder.tag:
            case "li":
                above.items.append(holder)
            case "td" | "th":
                above.rows[-1].append(holder)
            case "caption" | "figcaption":
                self._caption(holder, above)
            case "table":
                self._table(holder, above)
            case _:
                self._list(holder, above)

    def _caption(self, holder: _Holder, above: _Holder) -> None:
        last = above.blocks[-1] if above.blocks else None
        words = _words_of(holder)
        if holder.tag == "figcaption" and last is not None and isinstance(last[0], Figure):
            numbers = (*last[1], *_numbers(holder.blocks))
            above.blocks[-1] = replace(last[0], caption=words), numbers
        else:
            # A caption of a table stands first in it until the table is closed.
            above.blocks += holder.blocks

    def _table(self, holder: _Holder, above: _Holder) -> None:
        cells = [cell for row in holder.rows for cell in row]
        inside = [placed for cell in cells for placed in cell.blocks]
        sizes = [len(text_of(block for block, _ in cell.blocks)) for cell in cells]
        lays_out = (
            len(cells) < 2
            or len(cells) > MOST_CELLS
            or max(sizes) > self._longest
            or any(isinstance(block, Table) for block, _ in inside)
        )
        if lays_out:
            above.blocks += [*holder.blocks, *inside]
            return
        caption = _words_of(holder)
        last = len(holder.rows)
        rows = [
            tuple(_cell(cell, last - number) for cell in row)
            for number, row in enumerate(holder.rows)
        ]
        marked = max(holder.headers, _all_headers(holder.rows))
        numbers = (*_numbers(holder.blocks), *_numbers(inside))
        if inside:
            above.blocks.append((Table(headed(rows, marked=marked), caption), numbers))

    def _list(self, holder: _Holder, above: _Holder) -> None:
        depth = sum(each.tag in _LISTS for each in self._open)
        inside = [*holder.blocks, *(placed for item in holder.items for placed in item.blocks)]
        simple = all(isinstance(block, Paragraph | List) for block, _ in inside)
        if not simple or depth >= _DEEPEST_LIST or holder.blocks or not inside:
            above.blocks += inside
            return
        items = tuple(
            ListItem(tuple(block for block, _ in item.blocks))
            for item in holder.items
            if item.blocks
        )
        made = List(items, holder.tag == "ol", holder.start if holder.tag == "ol" else 1)
        above.blocks.append((made, _numbers(inside)))

    def _flush(self) -> None:
        run, self._run = self._run, []
        if not run:
            return
        lines = filter(None, map(self._tidied, characters(run).split("\n")))
        inlines = clean(fitted(tuple(run), "\n".join(lines)))
        if not inlines:
            return
        block: Block = Paragraph(inlines)
        if self._levels:
            block = Heading(self._levels[-1], unmarked(inlines, Mark.STRONG))
        self._append(block)

    def _append(self, block: Block) -> None:
        holder = self._open[-1]
        holder.blocks.append((block, tuple(self._waiting)))
        self._waiting = []

    def _close_ruby(self) -> None:
        base, reading = (" ".join(text.split()) for text in self._ruby or ["", ""])
        self._ruby = None
        if base and reading:
            self._run.append(Ruby(base, reading))
        elif base:
            self.text(base)

    def _picture(self, node: Any) -> None:
        source = str(node.attributes.get("src") or "")
        sides = (_number(node.attributes.get(side), _SIDE, 100_000) for side in ("width", "height"))
        if max(sides) < _SIDE:
            return
        name = self._pictures.add(_embedded(source)) if source.startswith(_DATA) else ""
        if not name:
            self.lost_pictures += 1
            return
        self._flush()
        alt = " ".join(str(node.attributes.get("alt") or "").split())
        figure = Figure(name, alt)
        if not alt:
            self.unnamed.append(figure)
        self._append(figure)


def _cell(holder: _Holder, most: int) -> Cell:
    blocks = tuple(cell_block(block) for block, _ in holder.blocks)
    return Cell(blocks, holder.across, min(holder.down, most), holder.is_header)


def _all_headers(rows: list[list[_Holder]]) -> int:
    count = 0
    for row in rows:
        if not row or not all(cell.is_header for cell in row):
            break
        count += 1
    return count


def _words_of(holder: _Holder) -> Inlines:
    found: list[Inline] = []
    for block, _ in holder.blocks:
        if isinstance(block, Paragraph | Heading):
            found += [*([Break()] if found else []), *block.words]
    return clean(found)


def _numbers(placed: list[_Placed]) -> tuple[int, ...]:
    return tuple(_each(placed))


def _each(placed: list[_Placed]) -> Iterator[int]:
    for _, numbers in placed:
        yield from numbers


def _number(said: str | None, otherwise: int, most: int) -> int:
    """A count an attribute says; never more than a page can hold."""
    text = (said or "").strip().removesuffix("px")
    return min(max(int(text), 1), most) if text.isascii() and text.isdecimal() else otherwise


def _embedded(source: str) -> bytes:
    """The bytes of a data: address, none when they are not readable."""
    head, _, content = source.partition(",")
    if not head.endswith(";base64"):
        return b""
    try:
        return base64.b64decode(content, validate=False)
    except (binascii.Error, ValueError):
        return b""
