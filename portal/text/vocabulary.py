"""What a text may hold, checked before it is kept: sizes, addresses, tables, pictures. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from portal.text import mathml
from portal.text.grid import MOST_ROWS, laid
from portal.text.model import (
    DEEPEST_LEVEL,
    Article,
    Block,
    Cell,
    Figure,
    Formula,
    Heading,
    Inlines,
    List,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
)
from portal.text.normal import normalised
from portal.text.plain import lines_of
from portal.text.walk import own_runs

MOST_BLOCKS: Final = 20_000
MOST_CELLS: Final = 50_000
MOST_LETTERS: Final = 3_000_000
LONGEST_NUMBER: Final = 40
LONGEST_ALT: Final = 500
# What stands for the alternative text of a picture until somebody has written it.
ALT_TO_WRITE: Final = "（替代文字待填写）"
LONGEST_HREF: Final = 2000
LONGEST_FORMULA: Final = 20_000
MOST_ITEMS: Final = 2000
DEEPEST_LIST: Final = 4
HREF_SCHEMES: Final = ("http", "https", "mailto")
_HIGHEST_START: Final = 9999
_MOST_NAMED: Final = 20
_SHOWN: Final = 12
_UNSAFE_HREF: Final = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")


class UnlawfulText(ValueError):
    """A text that may not be kept; the message is Chinese and names the paragraphs."""


def checked(text: Text) -> Text:
    """The text in its normal form. Raises UnlawfulText with everything that is wrong with it."""
    found = normalised(text)
    wrong = list(problems(found))
    if wrong:
        more = f"另有{len(wrong) - _MOST_NAMED}处。" if len(wrong) > _MOST_NAMED else ""
        raise UnlawfulText("".join(f"{each}。" for each in wrong[:_MOST_NAMED]) + more)
    return found


def problems(text: Text) -> Iterator[str]:
    """What keeps a text from being kept, a sentence without its stop each."""
    if len(text.blocks) > MOST_BLOCKS:
        yield f"正文超过{MOST_BLOCKS}段，请拆分文件或作为附件公开"
        return
    if sum(_size(block) for block in text.blocks) > MOST_LETTERS:
        yield f"正文超过{MOST_LETTERS}字，请拆分文件或作为附件公开"
        return
    for number, block in enumerate(text.blocks, start=1):
        opening = "".join(lines_of(block)[:1])[:_SHOWN]
        where = f"第{number}段（{opening}）" if opening else f"第{number}段"
        for problem in _in_block(block, depth=0):
            yield f"{where}{problem}"


def _in_block(block: Block, *, depth: int) -> Iterator[str]:
    for inlines in own_runs(block):
        yield from _in_inlines(inlines, in_note=False)
    match block:
        case Paragraph(number=number) | Heading(number=number) | Article(number=number):
            if len(number) > LONGEST_NUMBER:
                yield f"的编号超过{LONGEST_NUMBER}字"
    match block:
        case Heading() if not 1 <= block.level < DEEPEST_LEVEL:
            yield f"的标题层级应为1至{DEEPEST_LEVEL - 1}"
        case Article() if not block.number:
            yield "是条文，但没有条的编号"
        case Article() if len(block.name) > LONGEST_NUMBER:
            yield f"的条名超过{LONGEST_NUMBER}字"
        case List():
            yield from _in_list(block, depth=depth + 1)
        case Table():
            yield from _in_table(block)
        case Figure():
            yield from _in_figure(block)


def _in_list(block: List, *, depth: int) -> Iterator[str]:
    if depth > DEEPEST_LIST:
        yield f"的列表超过{DEEPEST_LIST}层"
        return
    if len(block.items) > MOST_ITEMS:
        yield f"的列表超过{MOST_ITEMS}项"
    if block.start > _HIGHEST_START:
        yield "的列表起始编号过大"
    for item in block.items:
        for each in item.blocks:
            if not isinstance(each, Paragraph | List):
                yield "的列表里只能有文字和下一层列表"
            else:
                yield from _in_block(each, depth=depth)


def _in_table(block: Table) -> Iterator[str]:
    if len(block.rows) > MOST_ROWS or sum(map(len, block.rows)) > MOST_CELLS:
        yield f"的表格超过{MOST_ROWS}行或{MOST_CELLS}格，请作为附件公开"
        return
    yield from (f"的表格{fault}" for fault in laid(block).faults)
    for number, row in enumerate(block.rows, start=1):
        for position, cell in enumerate(row, start=1):
            yield from (f"的表格第{number}行第{position}格{problem}" for problem in _in_cell(cell))


def _in_cell(cell: Cell) -> Iterator[str]:
    for each in cell.blocks:
        if not isinstance(each, Paragraph | List | Figure):
            yield "里只能有文字、列表和图片"
        else:
            yield from _in_block(each, depth=0)


def _in_figure(block: Figure) -> Iterator[str]:
    try:
        known = str(uuid.UUID(block.file)) == block.file
    except ValueError:
        known = False
    if not known:
        yield "的图片没有存储在本站，请重新上传"
    if not block.alt:
        yield "的图片没有替代文字，请用一句话写明图中内容"
    elif len(block.alt) > LONGEST_ALT:
        yield f"的图片替代文字超过{LONGEST_ALT}字"


def _in_inlines(inlines: Inlines, *, in_note: bool) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Words(href=href) if href and (problem := href_problem(href)):
                yield f"的链接“{href[:40]}”{problem}"
            case Formula(text, given):
                yield from _in_formula(text, given)
            case Note(words):
                if in_note:
                    yield "的脚注里不能再有脚注"
                else:
                    yield from _in_inlines(words, in_note=True)


def href_problem(href: str) -> str:
    """What is wrong with an address that words lead to; empty when nothing is."""
    if len(href) > LONGEST_HREF:
        return f"超过{LONGEST_HREF}字"
    if _UNSAFE_HREF.search(href):
        return "含有空白或不能用在网址里的字符"
    if href.startswith("/"):
        return "应以一个斜线开头" if href.startswith("//") else ""
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return "不是网址"
    if parts.scheme not in HREF_SCHEMES:
        return "只能指向网页（http、https）、邮箱（mailto）或者本站的路径（以“/”开头）"
    if parts.scheme == "mailto":
        return "" if "@" in parts.path else "不是邮箱地址"
    return "" if host else "没有写明网站"


def _in_formula(text: str, given: str) -> Iterator[str]:
    if not text:
        yield "的公式没有一行的读法"
    if len(given) > LONGEST_FORMULA:
        yield "的公式过长"
    elif given:
        try:
            mathml.read(given)
        except mathml.MalformedFormula as error:
            yield f"的{error}"


def _size(block: Block) -> int:
    return sum(map(len, lines_of(block)))
