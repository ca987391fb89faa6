"""From the text of a document to the places a reader finds in it. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from portal.statute import chinese_number
from portal.text.lines import bare
from portal.text.model import Annex, Article, Block, Heading, Text
from portal.text.plain import headed, numbered, words_of

_NUMBERS: Final = {chinese_number(number): number for number in range(1, 1000)}
_ARTICLE: Final = re.compile(r"第(?P<number>[^条]{1,20})条(?:之(?P<sub>[一二三四五六七八九十]+))?")
_CHAPTER: Final = re.compile("第[〇零一二三四五六七八九十百]+[编章节]")
_OUTLINE_LETTERS: Final = 14
_DEEPEST: Final = 5
# What parts a numbering from its words where people read it.
GAP: Final = "\u3000"


@dataclass(frozen=True)
class OutlineEntry:
    """One line of the outline; `level` 2 or 3."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Place:
    """A block where it stands: the `anchor` by which the page is entered there, empty where it is
    not; `level` of the HTML heading, 0 for what is none.
    """

    block: Block
    anchor: str = ""
    level: int = 0

    @property
    def is_chapter(self) -> bool:
        """Whether it is a heading over articles, which stands in the middle."""
        return isinstance(self.block, Heading) and bool(_CHAPTER.match(self.block.number))


@dataclass(frozen=True)
class Reading:
    """The document's own text, and the text it prints or encloses."""

    own: tuple[Place, ...]
    attached: tuple[Place, ...]

    @cached_property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """Where a reader can jump to; empty when there are fewer than three places."""
        entries = [*_entries(self.own), *_entries(self.attached)]
        return tuple(entries) if len(entries) > 2 else ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no text at all."""
        return not self.own and not self.attached


def read(text: Text) -> Reading:
    """The places of a text; from its first annex on it is no longer the document's own."""
    start = next(
        (index for index, block in enumerate(text.blocks) if isinstance(block, Annex)),
        len(text.blocks),
    )
    anchors = _Anchors()
    own = tuple(_places(text.blocks[:start], anchors, base=2))
    return Reading(own, tuple(_places(text.blocks[start:], anchors, base=3)))


def without_order(text: Text, names: Collection[str]) -> Text:
    """Only the text below the title of a 规章, without the order that promulgates it."""
    wanted = {bare(name) for name in names if name}
    for index, block in enumerate(text.blocks):
        if isinstance(block, Annex) and bare(words_of(block.title)) in wanted:
            return Text(text.blocks[index + 1 :])
    return text


class _Anchors:
    """Hands out each anchor once."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        count = self._used[wanted] = self._used.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted}-{count}"


def _places(blocks: Sequence[Block], anchors: _Anchors, *, base: int) -> Iterator[Place]:
    open_levels: list[int] = []
    for block in blocks:
        match block:
            case Annex():
                open_levels.clear()
                yield Place(block, anchors.take("part"), 2)
            case Article():
                yield Place(block, anchors.take(_article_anchor(block)))
            case Heading(run_in=()):
                while open_levels and open_levels[-1] >= block.level:
                    open_levels.pop()
                open_levels.append(block.level)
                level = min(base + len(open_levels) - 1, _DEEPEST)
                yield Place(block, anchors.take("s"), level)
            case Heading():
                yield Place(block, anchors.take("s"))
            case _:
                yield Place(block)


def _article_anchor(block: Article) -> str:
    match = _ARTICLE.match(block.number)
    number = _NUMBERS.get(match["number"]) if match else None
    anchor = f"tiao-{number}" if number else "tiao"
    if match and match["sub"]:
        anchor += f"-{_NUMBERS.get(match['sub'], 0)}"
    return anchor


def _entries(places: Sequence[Place]) -> Iterator[OutlineEntry]:
    below = any(place.is_chapter or isinstance(place.block, Annex) for place in places)
    for place in places:
        match place.block:
            case Annex(title, label):
                text = GAP.join(filter(None, (label, words_of(title))))
                yield OutlineEntry(text, place.anchor, 2)
            case Article() as article:
                opening = headed(article, gap=GAP) + words_of(article.words)
                text = headed(article, gap="") if article.name else _short(opening)
                yield OutlineEntry(text, place.anchor, 3 if below else 2)
            case Heading(level, words, number, run_in=()) if place.is_chapter or level <= 2:
                top = place.is_chapter or not (below or level == 2)
                text = numbered(number, words_of(words), gap=GAP)
                yield OutlineEntry(text, place.anchor, 2 if top else 3)


def _short(text: str) -> str:
    return text if len(text) <= _OUTLINE_LETTERS else text[: _OUTLINE_LETTERS - 1] + "…"
