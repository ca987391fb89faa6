"""HTML of the vocabulary as a text; everything else is taken apart or left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from portal.text.html.runs import LEFT_OUT, inlines_of, said
from portal.text.html.tree import LINES, Element, Node, parse
from portal.text.html.vocabulary import (
    BLOCKS,
    INLINES,
    LAST_START,
    MOST_ACROSS,
    MOST_DOWN,
)
from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Inlines,
    List,
    ListItem,
    Paragraph,
    Signature,
    Table,
    Text,
    Words,
)
from portal.text.serial import MalformedText

# Not even the words in them are part of a text.

_NUMBER: Final = re.compile("[0-9]{1,6}")
_HEADINGS: Final = {name: level for level, name in enumerate(BLOCKS["heading"].names, 1)}
# Blocks that hold blocks are as deep as the serialisation takes them, and no deeper.
_DEEPEST: Final = 12


def from_html(html: str) -> Text:
    """The text that HTML says, by the vocabulary alone: markup outside of it leaves its words.

    Blocks in which there is nothing are left out; blanks stay as they are. Raises MalformedText for
    what is too long or too deep.
    """
    return Text(blocks_of(parse(html).children))


def blocks_of(nodes: Iterable[Node], depth: int = 0) -> tuple[Block, ...]:
    """The blocks among some nodes; words that stand alone are paragraphs.

    Below the first depth there are only paragraphs, lists, tables and figures.
    """
    if depth > _DEEPEST:
        raise MalformedText("嵌套过深")
    found: list[Block] = []
    waiting: list[Node] = []

    def end_line() -> None:
        words = inlines_of(waiting)
        waiting.clear()
        # Blanks between blocks are the writing of the markup and not of the text.
        if any(not isinstance(each, Words) or each.text.strip() for each in words):
            found.append(Paragraph(words))

    for node in nodes:
        if isinstance(node, str) or not (node.name in LINES or node.holds_lines):
            waiting.append(node)
            continue
        end_line()
        if node.name in LEFT_OUT:
            continue
        reader = _READERS.get(node.name)
        found.extend(reader(node, depth) if reader else blocks_of(node.children, depth))
    end_line()
    return tuple(found)


def _value(element: Element, kind: str, name: str) -> str:
    return element.attributes.get(BLOCKS[kind].attributes[name], "")


def _paragraph(element: Element, depth: int) -> tuple[Block, ...]:
    number = _value(element, "paragraph", "number")
    if element.holds_lines:
        return blocks_of(element.children, depth)
    words = inlines_of(element.children)
    return (Paragraph(words, number),) if words or number else ()


def _within(element: Element, kind: str, depth: int) -> tuple[Block, ...] | None:
    """What opens a part of a text, as a paragraph where it stands in a cell or a list."""
    if not depth:
        return None
    number = _value(element, kind, "label" if kind == "annex" else "number")
    words = inlines_of(element.children)
    return (Paragraph(words, number),) if words or number else ()


def _heading(element: Element, depth: int) -> tuple[Block, ...]:
    if (within := _within(element, "heading", depth)) is not None:
        return within
    tag = INLINES["run_in"]
    children = element.children
    at = next(
        (
            place
            for place, each in enumerate(children)
            if isinstance(each, Element) and each.name == tag.name and tag.css in each.classes
        ),
        len(children),
    )
    words, run_in = inlines_of(children[:at]), inlines_of(children[at:])
    number = _value(element, "heading", "number")
    if not words and not number:
        return (Paragraph(run_in),) if run_in else ()
    return (Heading(_HEADINGS[element.name], words, number, run_in),)


def _article(element: Element, depth: int) -> tuple[Block, ...]:
    number, name = _value(element, "article", "number"), _value(element, "article", "name")
    if not number:
        # Other pages put whole texts into this element.
        return blocks_of(element.children, depth)
    if (within := _within(element, "article", depth)) is not None:
        return within
    return (Article(number, inlines_of(element.children), name),)


def _annex(element: Element, depth: int) -> tuple[Block, ...]:
    if (within := _within(element, "annex", depth)) is not None:
        return within
    title, label = inlines_of(element.children), _value(element, "annex", "label")
    return (Annex(title, label),) if title or label else ()


def _signature(element: Element, depth: int) -> tuple[Block, ...]:
    if depth or element.holds_lines:
        return blocks_of(element.children, depth)
    runs = groupby(inlines_of(element.children), key=lambda each: isinstance(each, Break))
    lines = tuple(filter(None, ("".join(map(said, run)) for ends, run in runs if not ends)))
    return (Signature(lines),) if lines else ()


def _list(element: Element, depth: int) -> tuple[Block, ...]:
    items: list[ListItem] = []
    for node in element.children:
        if isinstance(node, str) and not node.strip():
            continue
        is_item = not isinstance(node, str) and node.name == BLOCKS["item"].name
        held = [node] if isinstance(node, str) or not is_item else node.children
        inside = blocks_of(held, depth + 1)
        if not inside:
            continue
        if items and not is_item:
            # Some programs put a list that belongs to an item beside it.
            items[-1] = ListItem((*items[-1].blocks, *inside))
        else:
            items.append(ListItem(inside))
    ordered = element.name == "ol"
    start = _count(element.attributes.get("start", ""), LAST_START)
    return (List(tuple(items), ordered, start),) if items else ()


def _item(element: Element, depth: int) -> tuple[Block, ...]:
    """An item without its list."""
    inside = blocks_of(element.children, depth + 1)
    return (List((ListItem(inside),)),) if inside else ()


def _table(element: Element, depth: int) -> tuple[Block, ...]:
    if depth:
        # A table in a table only lays it out: what its cells say stands one below the other.
        return blocks_of(element.children, depth)
    caption: Inlines = ()
    rows: list[tuple[Cell, ...]] = []
    for part in element.elements():
        if part.name == BLOCKS["table_caption"].name:
            caption = caption or inlines_of(part.children)
        elif part.name in ("thead", "tbody", "tfoot"):
            heads = part.name == "thead"
            rows.extend(_row(each, depth, heads) for each in part.elements() if each.name == "tr")
        elif part.name == "tr":
            rows.append(_row(part, depth, heads=False))
    return (Table(tuple(rows), caption),) if any(rows) else ()


def _row(element: Element, depth: int, heads: bool) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            blocks_of(each.children, depth + 1),
            across=_count(_value(each, "cell", "across"), MOST_ACROSS),
            down=_count(_value(each, "cell", "down"), MOST_DOWN),
            is_header=heads or each.name == BLOCKS["cell"].names[1],
        )
        for each in element.elements()
        if each.name in BLOCKS["cell"].names
    )


def _count(given: str, most: int) -> int:
    """A number of at least one; what is none counts as one."""
    return min(max(int(given), 1), most) if _NUMBER.fullmatch(given) else 1


def _figure(element: Element, depth: int) -> tuple[Block, ...]:
    """A picture by the file it is kept as; one that is kept nowhere leaves its caption."""
    file = _value(element, "figure", "file")
    if not file:
        return blocks_of(element.children, depth)
    alt = ""
    caption: Inlines = ()
    for each in element.elements():
        if each.name == BLOCKS["picture"].name:
            alt = alt or _value(each, "picture", "alt")
        elif each.name == BLOCKS["figure_caption"].name:
            caption = caption or inlines_of(each.children)
    return (Figure(file, alt, caption),)


_READERS: Final[dict[str, Callable[[Element, int], tuple[Block, ...]]]] = {
    BLOCKS["paragraph"].name: _paragraph,
    **dict.fromkeys(BLOCKS["heading"].names, _heading),
    BLOCKS["article"].name: _article,
    BLOCKS["annex"].name: _annex,
    BLOCKS["signature"].name: _signature,
    **dict.fromkeys(BLOCKS["list"].names, _list),
    BLOCKS["item"].name: _item,
    BLOCKS["table"].name: _table,
    BLOCKS["figure"].name: _figure,
}
