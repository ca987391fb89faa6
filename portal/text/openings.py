"""What a paragraph is by what it opens with: a heading, an article, a numbered one. Pure."""

from __future__ import annotations

import re
from typing import Final

from portal.text.headings import HeadingLine, starts_item
from portal.text.inlines import characters, cut, unmarked
from portal.text.model import ARTICLE_LEVEL, Article, Heading, Inlines, Mark, Paragraph

_ARTICLE: Final = re.compile(
    r"(?P<number>第[^条]{1,20}条(?:之[一二三四五六七八九十]+)?)(?P<name>\s*[（(【][^）)】]{1,20}[）)】])?"
)
_ANNEX: Final = re.compile("附件[0-9一二三四五六七八九十]{0,3}[:：]?|附[:：]?")
_LEADING_NUMBER: Final = re.compile(r"\d{1,2}(?= )")
_LONGEST_LEAD: Final = 24


def opened(run: Inlines, heading: HeadingLine | None) -> Paragraph | Heading | Article:
    """The block that the words of one line are; `heading` is what `find_headings` says of it."""
    line = characters(run)
    if heading is None:
        return _paragraph(run, line)
    if heading.level == ARTICLE_LEVEL:
        return _article(run, line)
    number = numbering(line)
    if heading.text.rstrip("。") == line.rstrip("。"):
        return headed(run, heading.level)
    lead, rest = heading.text, line[len(heading.text) :]
    if len(lead) > _LONGEST_LEAD or not rest.startswith(("。", "：")):
        return _paragraph(run, line)
    opening = unmarked(cut(run, len(number), len(lead)), Mark.STRONG)
    return Heading(heading.level, opening, number.strip(), cut(run, len(lead)))


def headed(run: Inlines, level: int) -> Heading:
    """A line as a heading, with the numbering it opens with."""
    number = numbering(characters(run))
    return Heading(level, unmarked(cut(run, len(number)), Mark.STRONG), number.strip())


def numbering(line: str) -> str:
    """The numbering a line opens with, with the blank behind it."""
    if (item := starts_item(line)) is not None:
        return line[: item[1]]
    match = _LEADING_NUMBER.match(line)
    return match[0] if match else ""


def is_annex_label(line: str) -> bool:
    """Whether a line says that an annex begins: 附件1."""
    return _ANNEX.fullmatch(line) is not None


def _article(run: Inlines, line: str) -> Article | Paragraph:
    match = _ARTICLE.match(line)
    if match is None:
        return Paragraph(run)
    name = "".join((match["name"] or "").split())
    number = "".join(match["number"].split())
    return Article(number, cut(run, match.end()), name)


def _paragraph(run: Inlines, line: str) -> Paragraph:
    number = numbering(line)
    behind = cut(run, len(number))
    # 1.5 万元 begins with no numbering.
    if not behind or number.strip()[-1:].isdigit():
        return Paragraph(run)
    return Paragraph(behind, number.strip())
