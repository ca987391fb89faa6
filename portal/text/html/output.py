"""A text as HTML of the vocabulary. Pure."""

from __future__ import annotations

from html import escape
from itertools import groupby

from portal.text.html.formulas import normal
from portal.text.html.vocabulary import BLOCKS, INLINES, MARKS, Tag, safe_address
from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Text,
    Words,
)


def to_html(text: Text) -> str:
    """The text in the tags of the vocabulary, with no blank between blocks: each counts."""
    return _blocks(text.blocks)


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "".join(_block(each) for each in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(words, number):
            return _element(BLOCKS["paragraph"], _inlines(words), number=number)
        case Heading(level, words, number, run_in):
            more = _element(INLINES["run_in"], _inlines(run_in)) if run_in else ""
            tag = BLOCKS["heading"]
            level = min(max(level, 1), len(tag.names))
            return _element(tag, _inlines(words) + more, level, number=number)
        case Article(number, words, name):
            return _element(BLOCKS["article"], _inlines(words), number=number, name=name)
        case List(items, ordered, start):
            inside = "".join(_element(BLOCKS["item"], _blocks(each.blocks)) for each in items)
            return _element(BLOCKS["list"], inside, 1 + ordered, start=start if start != 1 else "")
        case Table(rows, caption):
            head = _element(BLOCKS["table_caption"], _inlines(caption)) if caption else ""
            body = "".join(_element(BLOCKS["row"], "".join(map(_cell, row))) for row in rows)
            return _element(BLOCKS["table"], f"{head}<tbody>{body}</tbody>")
        case Figure(file, alt, caption):
            picture = _opened(BLOCKS["picture"], alt=alt)
            below = _element(BLOCKS["figure_caption"], _inlines(caption)) if caption else ""
            return _element(BLOCKS["figure"], picture + below, file=file)
        case Signature(lines):
            broken = _opened(INLINES["break"]).join(escape(line, quote=False) for line in lines)
            return _element(BLOCKS["signature"], broken)
        case Annex(title, label):
            # An enclosed text that is no annex has no label, and is an annex's title all the same.
            return _element(BLOCKS["annex"], _inlines(title), label=label)


def _cell(cell: Cell) -> str:
    across = cell.across if cell.across != 1 else ""
    down = cell.down if cell.down != 1 else ""
    inside = _blocks(cell.blocks)
    return _element(BLOCKS["cell"], inside, 1 + cell.is_header, across=across, down=down)


def _inlines(inlines: Inlines) -> str:
    """Words that lead to one address stand in one link."""
    found = []
    for href, run in groupby(inlines, key=_address):
        inside = "".join(_inline(each) for each in run)
        found.append(_element(INLINES["link"], inside, href=href) if href else inside)
    return "".join(found)


def _address(inline: Inline) -> str:
    return safe_address(inline.href) if isinstance(inline, Words) and inline.href else ""


def _inline(inline: Inline) -> str:
    match inline:
        case Words(text, marks):
            return _marked(escape(text, quote=False), marks)
        case Ruby(base, reading):
            above = _element(INLINES["reading"], escape(reading, quote=False))
            return _element(INLINES["ruby"], escape(base, quote=False) + above)
        case Formula(text, mathml):
            inside = normal(mathml).removeprefix("<math>").removesuffix("</math>")
            return _element(INLINES["formula"], inside, text=text)
        case Note(words):
            return _element(INLINES["note"], _inlines(words))
        case Break():
            return _opened(INLINES["break"])


def _marked(words: str, marks: frozenset[Mark]) -> str:
    for mark in reversed([each for each in MARKS if each in marks]):
        words = f"<{MARKS[mark]}>{words}</{MARKS[mark]}>"
    return words


def _element(tag: Tag, inside: str, level: int = 1, **values: object) -> str:
    return f"{_opened(tag, level, **values)}{inside}</{tag.names[level - 1]}>"


def _opened(tag: Tag, level: int = 1, **values: object) -> str:
    """The opening tag; of its attributes those that have a value."""
    css = f' class="{tag.css}"' if tag.css else ""
    given = "".join(
        f' {tag.attributes[name]}="{escape(str(value))}"' for name, value in values.items() if value
    )
    return f"<{tag.names[level - 1]}{css}{given}>"
