"""From the paragraphs of a document to the blocks its page is set in. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from disclosure.importing.elements import Heading
from disclosure.importing.headings import ARTICLE_LEVEL, find_headings
from disclosure.importing.lines import table_rows
from portal.papers.blocks import Block
from portal.statute import chinese_number

_NUMBERS: Final = {chinese_number(number): number for number in range(1, 1000)}
_ARTICLE: Final = re.compile(
    r"第(?P<number>[^条]{1,20})条(?:之(?P<sub>[一二三四五六七八九十]+))?"
    r"(?P<name>\s*[（(【][^）)】]{1,20}[）)】])?\s*"
)
_CHAPTER: Final = re.compile("第[〇零一二三四五六七八九十百]+[编章节]")
_ANNEX: Final = re.compile("附件[0-9一二三四五六七八九十]{0,3}[:：]?|附[:：]?")
_OUTLINE_LETTERS: Final = 14
_DEEPEST: Final = 5
_LONGEST_LEAD: Final = 24


@dataclass(frozen=True)
class OutlineEntry:
    """One line of the outline; `level` 2 or 3."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Reading:
    """The document's own text, and the text it prints or encloses, each as blocks."""

    own: tuple[Block, ...]
    attached: tuple[Block, ...]

    @property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """Where a reader can jump to; empty when there are fewer than three places."""
        entries = [*_entries(self.own), *_entries(self.attached)]
        return tuple(entries) if len(entries) > 2 else ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no text at all."""
        return not self.own and not self.attached


def read(paragraphs: Sequence[str], *, attached: Sequence[str] = ()) -> Reading:
    """Set `paragraphs` in blocks.

    `attached` names the text that is printed and distributed: from its title on, or from the
    first line that says 附件, the text is no longer the document's own.
    """
    names = {_bare(name) for name in attached if name}
    start = next(
        (
            index
            for index, text in enumerate(paragraphs)
            if _bare(text) in names or (index and _ANNEX.fullmatch(text))
        ),
        len(paragraphs),
    )
    anchors = _Anchors()
    own = tuple(_blocks(paragraphs[:start], anchors, parts=frozenset(), base=2))
    rest = tuple(_blocks(paragraphs[start:], anchors, parts=frozenset(names), base=3))
    return Reading(own, rest)


def without_order(paragraphs: Sequence[str], names: Sequence[str]) -> list[str]:
    """Only the text below the title of a 规章, without the order that promulgates it."""
    wanted = {_bare(name) for name in names if name}
    for index, text in enumerate(paragraphs):
        if _bare(text) in wanted:
            return list(paragraphs[index + 1 :])
    return list(paragraphs)


class _Anchors:
    """Hands out each anchor once."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        count = self._used[wanted] = self._used.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted}-{count}"


def _bare(text: str) -> str:
    return "".join(text.split()).strip("《》")


def _blocks(
    paragraphs: Sequence[str], anchors: _Anchors, *, parts: frozenset[str], base: int
) -> Iterator[Block]:
    headings = {heading.paragraph: heading for heading in find_headings(paragraphs)}
    rows = table_rows(paragraphs, alone=2)
    open_levels: list[int] = []
    table: list[tuple[str, ...]] = []
    for index, printed in enumerate(paragraphs):
        if index in rows:
            table.append(tuple(cell.strip() for cell in printed.split("\t")))
            continue
        # Elsewhere a tab indents a paragraph or parts two words of it.
        text = " ".join(part for part in printed.split("\t") if part)
        if table:
            yield Block("table", rows=_even(table))
            table = []
        if base > 2 and (_bare(text) in parts or _ANNEX.fullmatch(text)):
            open_levels.clear()
            yield Block("part", text, level=2, anchor=anchors.take("part"))
            continue
        heading = headings.get(index)
        if heading is None:
            yield Block("paragraph", text)
        elif heading.level == ARTICLE_LEVEL:
            yield _article(text, anchors)
        elif heading.text.rstrip("。") != text.rstrip("。"):
            yield _run_in(text, heading, anchors)
        else:
            while open_levels and open_levels[-1] >= heading.level:
                open_levels.pop()
            open_levels.append(heading.level)
            yield Block(
                "chapter" if _CHAPTER.match(text) else "heading",
                text,
                level=min(base + len(open_levels) - 1, _DEEPEST),
                depth=heading.level,
                anchor=anchors.take("s"),
            )
    if table:
        yield Block("table", rows=_even(table))


def _run_in(text: str, heading: Heading, anchors: _Anchors) -> Block:
    """A paragraph that opens with its heading; a long or unfinished opening is plain text."""
    lead, rest = heading.text, text[len(heading.text) :]
    if len(lead) > _LONGEST_LEAD or not rest.startswith(("。", "：")):
        return Block("paragraph", text)
    return Block("paragraph", rest, lead=lead, depth=heading.level, anchor=anchors.take("s"))


def _article(text: str, anchors: _Anchors) -> Block:
    match = _ARTICLE.match(text)
    if match is None:
        return Block("paragraph", text)
    number = _NUMBERS.get(match["number"])
    anchor = f"tiao-{number}" if number else "tiao"
    if match["sub"]:
        anchor += f"-{_NUMBERS.get(match['sub'], 0)}"
    lead = "".join(match[0].split())
    return Block("article", text[match.end() :], lead=lead, anchor=anchors.take(anchor))


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(map(len, rows))
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _entries(blocks: Sequence[Block]) -> Iterator[OutlineEntry]:
    below = any(block.kind in ("part", "chapter") for block in blocks)
    for block in blocks:
        if block.kind in ("part", "chapter"):
            yield OutlineEntry(block.text, block.anchor, 2)
        elif block.kind == "article":
            named = not block.lead.endswith("条")
            text = block.lead if named else _short(f"{block.lead}\u3000{block.text}")
            yield OutlineEntry(text, block.anchor, 3 if below else 2)
        elif block.kind == "heading" and block.depth <= 2:
            yield OutlineEntry(block.text, block.anchor, 3 if below or block.depth == 2 else 2)


def _short(text: str) -> str:
    return text if len(text) <= _OUTLINE_LETTERS else text[: _OUTLINE_LETTERS - 1] + "…"
