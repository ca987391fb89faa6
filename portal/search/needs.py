"""What somebody who typed this may be looking for: words, what else they are called, how they
sound, and the places named among them. For coming near; what is found exactly is `query_parser`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import rjieba

from portal.search.query_parser import MAX_LENGTH
from portal.search.readings import is_initials, spellings
from portal.search.tokens import CJK, Run, clean, fold, runs
from portal.search.vocabulary import Vocabulary

__all__ = ["Concept", "Need", "Place", "Sound", "read_need"]

STOPS = Path(__file__).parent / "data" / "stops.txt"
_HAN = re.compile(rf"[{CJK}]+")
_LATIN_WORDS = re.compile(r"[a-z]+(?:[\s']+[a-z]+)*")
_MOST_CONCEPTS = 12
_MOST_OTHERS = 8
# A longer word is cut into its own words: of 管理条例 each half tells something by itself.
_LONG = 4


class Place(NamedTuple):
    """The organ a name prefers. Of a city or a district it is certain that a place is meant; the
    bare name of a town may be any word.
    """

    code: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for: the word as typed, and what else it is called."""

    run: Run
    others: tuple[Run, ...] = ()
    is_place: bool = False

    @property
    def is_weak(self) -> bool:
        """A lone character or a certain place: it helps, and is never asked of every hit."""
        return self.is_place or (len(self.run) == 1 and not self.others and not self.is_latin)

    @property
    def is_latin(self) -> bool:
        """A Latin word or a number."""
        return _HAN.match(self.run[0]) is None


@dataclass(frozen=True, slots=True)
class Sound:
    """Letters that may be pinyin: every way to read them, and the letters that may be initials."""

    ways: tuple[tuple[str, ...], ...] = ()
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for; `runs` are the typed words as they stand together, without stop words."""

    concepts: tuple[Concept, ...] = ()
    runs: tuple[Run, ...] = ()
    sounds: tuple[Sound, ...] = ()
    organs: tuple[str, ...] = field(default=())

    @property
    def known(self) -> tuple[Run, ...]:
        """The typed words that the vocabulary knows: nobody mistyped them."""
        return tuple(each.run for each in self.concepts if each.others)

    @property
    def telling(self) -> tuple[Concept, ...]:
        """What every hit should have."""
        return tuple(each for each in self.concepts if not each.is_weak)


def read_need(text: str, vocabulary: Vocabulary, places: Mapping[str, Place] | None = None) -> Need:
    """Read a text; `places` are those named in it (places.py). Never refuses."""
    folded = fold(clean(text[:MAX_LENGTH]))
    concepts: dict[Run, Concept] = {}
    organs: dict[str, None] = {}
    kept: list[Run] = []
    for run in runs(_without_stops(folded, vocabulary)):
        piece = "".join(run)
        kept.append(run)
        for concept in _concepts(piece, vocabulary, places or {}):
            concepts.setdefault(concept.run, concept)
            if place := (places or {}).get("".join(concept.run)):
                organs[place.code] = None
    return Need(
        tuple(concepts.values())[:_MOST_CONCEPTS],
        tuple(dict.fromkeys(kept)),
        tuple(_sounds(folded)),
        tuple(organs),
    )


def _without_stops(text: str, vocabulary: Vocabulary) -> str:
    """The text with a space for each stop phrase that does not cut a known word."""
    spans = [(known.start, known.end) for known in vocabulary.inside(text)]

    def space(match: re.Match[str]) -> str:
        cuts = any(start < match.end() and match.start() < end for start, end in spans)
        return match[0] if cuts else " "

    stopped = _stops().sub(space, text)
    # Questions that are nothing but stop words keep them.
    return stopped if stopped.strip() else text


@lru_cache(maxsize=1)
def _stops() -> re.Pattern[str]:
    lines = STOPS.read_text(encoding="utf-8").splitlines()
    words = sorted({line for line in lines if line and line[0] != "#"}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _concepts(piece: str, vocabulary: Vocabulary, places: Mapping[str, Place]) -> Iterator[Concept]:
    end = 0
    for start, stop, others, is_place in _named(piece, vocabulary, places):
        yield from _plain(piece[end:start])
        named = tuple(run for other in others[:_MOST_OTHERS] for run in runs(other)[:1])
        yield Concept(runs(piece[start:stop])[0], named, is_place)
        end = stop
    yield from _plain(piece[end:])


def _named(
    piece: str, vocabulary: Vocabulary, places: Mapping[str, Place]
) -> list[tuple[int, int, tuple[str, ...], bool]]:
    """Known words and places in a piece, from left to right, the longer before the shorter."""
    found = [(known.start, known.end, known.others, False) for known in vocabulary.inside(piece)]
    for name, place in places.items():
        at = piece.find(name)
        if at >= 0:
            found.append((at, at + len(name), (), place.is_certain))
    kept: list[tuple[int, int, tuple[str, ...], bool]] = []
    for each in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(each[1] <= start or stop <= each[0] for start, stop, *_ in kept):
            kept.append(each)
    return sorted(kept)


def _plain(piece: str) -> Iterator[Concept]:
    """The words of a piece nobody knows otherwise; lone characters side by side make one."""
    lone = ""
    for word in _words(piece):
        if len(word) == 1 and _HAN.match(word):
            lone += word
            continue
        yield from _lone(lone)
        lone = ""
        yield from (Concept(run) for run in runs(word))
    yield from _lone(lone)


def _lone(characters: str) -> Iterator[Concept]:
    for run in runs(characters):
        yield Concept(run)


def _words(piece: str) -> Iterator[str]:
    for word in rjieba.cut(piece, hmm=False) if piece else ():
        if len(word) < _LONG or not _HAN.fullmatch(word):
            yield word
            continue
        halves = [each for each in rjieba.cut_for_search(word, hmm=False) if len(each) < _LONG]
        tiles, at = [], 0
        for half in halves:
            if word.startswith(half, at):
                tiles.append(half)
                at += len(half)
        yield from tiles if at == len(word) else [word]


def _sounds(text: str) -> Iterator[Sound]:
    """Latin words side by side, read as pinyin together, or each as initials."""
    for match in _LATIN_WORDS.finditer(text):
        words = re.split(r"[\s']+", match[0])
        ways = tuple(spellings("".join(words)))
        letters = "".join(words)
        initials = letters if is_initials(letters) else ""
        if ways or initials:
            yield Sound(ways, initials)
