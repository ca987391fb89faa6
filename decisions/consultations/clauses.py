"""A draft cut into clauses, and what becomes of them in its next version. Pure.

What stays to the letter is found again wherever it moved; what was reworded is shown to a person
with its likeliest successor; nothing is guessed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from disclosure.reading import Place, read
from portal.common.alike import bigrams
from portal.text.model import Annex, Article, Heading, Text
from portal.text.plain import headed, lines_of, numbered, words_of

# From so much in common on one clause is shown as what another became.
KIN: Final = 0.5
_LONGEST_LABEL: Final = 60
_NUMBER: Final = re.compile(
    r"^第[〇零一二三四五六七八九十百千]{1,9}条(?:之[一二三四五六七八九十]{1,3})?[ \u3000]{0,4}"
)


@dataclass(frozen=True)
class Clause:
    """One clause: where the page is entered, what it is called, and its words, line by line."""

    anchor: str
    label: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join(self.lines)


def clauses_of(text: Text) -> list[Clause]:
    """The clauses of a draft in their order. Articles where it has any; else the parts below its
    headings; else its paragraphs. What stands before the first is a clause of its own.
    """
    reading = read(text)
    places = [*reading.own, *reading.attached]
    has_articles = any(isinstance(place.block, Article) for place in places)
    has_headings = any(isinstance(place.block, Heading) for place in places)
    found: list[tuple[str, str, list[str]]] = []
    for place in places:
        begins = _begins(place, has_articles=has_articles, has_headings=has_headings)
        lines = list(lines_of(place.block))
        if begins or not found:
            label = _label(place) if begins else ""
            found.append((place.anchor, label, []))
        found[-1][2].extend(lines)
    return list(_named(found))


def _begins(place: Place, *, has_articles: bool, has_headings: bool) -> bool:
    """Whether a clause begins with this block."""
    match place.block:
        case Annex():
            return True
        case Article():
            return True
        case Heading():
            return not has_articles or place.is_chapter
        case _:
            return not has_articles and not has_headings


def _label(place: Place) -> str:
    match place.block:
        case Article() as article:
            return headed(article, gap="").strip()[:_LONGEST_LABEL]
        case Heading() as heading:
            return numbered(heading.number, words_of(heading.words))[:_LONGEST_LABEL]
        case Annex() as annex:
            return (annex.label or words_of(annex.title))[:_LONGEST_LABEL]
        case _:
            return ""


def _named(found: Sequence[tuple[str, str, list[str]]]) -> Iterator[Clause]:
    """Every clause with an anchor of its own and a name; empty ones are none."""
    used: Counter[str] = Counter()
    filled = [each for each in found if each[2]]
    for number, (anchor, label, lines) in enumerate(filled, start=1):
        wanted = anchor or f"duan-{number}"
        used[wanted] += 1
        own = wanted if used[wanted] == 1 else f"{wanted}-{used[wanted]}"
        name = label or ("开头" if number == 1 and len(filled) > 1 else f"第{number}段")
        yield Clause(own, name, tuple(lines))


@dataclass(frozen=True)
class Fate:
    """What became of a clause: `same` is the place of the clause that says the same to the letter,
    `likely` that of the one it was probably made into, None where there is none.
    """

    same: int | None = None
    likely: int | None = None

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is left."""
        return self.same is None and self.likely is None


def fates(before: Sequence[str], after: Sequence[str]) -> list[Fate]:
    """For each clause of one version what became of it in the next, by their words. A clause whose
    words stand twice is left to a person.
    """
    ours, theirs = [_bare(text) for text in before], [_bare(text) for text in after]
    there: Mapping[str, int] = {text: place for place, text in enumerate(theirs)}
    once = Counter(theirs)
    kin = _Kin(theirs)
    ours_once = Counter(ours)
    found = []
    for text in ours:
        if once[text] == 1 and ours_once[text] == 1:
            found.append(Fate(same=there[text]))
            continue
        found.append(Fate(likely=kin.likeliest(bigrams(text))))
    return found


class _Kin:
    """The clauses of a version by their pairs of signs. Of two that have half of the shorter one in
    common, one of the rarer half of the shorter one's pairs stands in the other: only those are
    compared, and pairs that stand in every clause bring nobody together.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._grams = [bigrams(text) for text in texts]
        self._common = Counter(gram for grams in self._grams for gram in grams)
        self._all: dict[str, list[int]] = defaultdict(list)
        self._rare: dict[str, list[int]] = defaultdict(list)
        for place, grams in enumerate(self._grams):
            for gram in grams:
                self._all[gram].append(place)
            for gram in self._rarer(grams):
                self._rare[gram].append(place)

    def likeliest(self, grams: frozenset[str]) -> int | None:
        """The place of the clause with most in common, the first of equals; None below `KIN`."""
        near = {place for gram in grams for place in self._rare.get(gram, ())}
        near |= {place for gram in self._rarer(grams) for place in self._all.get(gram, ())}
        best, where = 0.0, None
        for place in sorted(near):
            other = self._grams[place]
            alike = len(grams & other) / min(len(grams), len(other))
            if alike > best:
                best, where = alike, place
        return where if best >= KIN else None

    def _rarer(self, grams: frozenset[str]) -> list[str]:
        """As many of the rarest that whoever shares `KIN` of all shares one of them."""
        ordered = sorted(grams, key=lambda gram: (self._common[gram], gram))
        return ordered[: len(grams) - math.ceil(len(grams) * KIN) + 1]


def _bare(text: str) -> str:
    """A clause without its number, which changes where another is put before it, and without
    blanks.
    """
    return "".join(_NUMBER.sub("", text, count=1).split())
