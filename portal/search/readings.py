"""How Chinese text sounds, without tones: pinyin in full and by initials, and reading pinyin back.

The readings are data (`data/readings.txt`): a syllable for every character of the national set,
and words in which characters are read otherwise (银行, 会计).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from portal.search.tokens import Run, runs

__all__ = ["initial_terms", "is_initials", "sound_stream", "sound_terms", "spellings", "syllables"]

READINGS = Path(__file__).parent / "data" / "readings.txt"
_BREAK = "|"
_LONGEST = 6
_MOST_SPELLINGS = 8
_LETTERS = re.compile(r"[a-z]+")
_LEAST_INITIALS, _MOST_INITIALS = 3, 24


class _Readings(NamedTuple):
    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]
    syllables: frozenset[str]


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    characters: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    text = READINGS.read_text(encoding="utf-8")
    singles, _, several = text.partition("\n=\n")
    for line in singles.splitlines():
        if not line.startswith("#"):
            syllable, _, read = line.partition(" ")
            characters |= dict.fromkeys(read, syllable)
    for line in several.splitlines():
        *sounds, read = line.split(" ")
        words |= dict.fromkeys(read.split(","), tuple(sounds))
    # A bare consonant is a sound of surprise, no syllable to read letters by.
    known = frozenset(each for each in characters.values() if set(each) & set("aeiouv"))
    return _Readings(characters, words, known)


def syllables(run: Run) -> list[str]:
    """The sound of each unit of a run; a unit that is no Han character sounds as it is written."""
    known = _readings()
    found = [known.characters.get(unit, unit) for unit in run]
    at = 0
    while at < len(run) - 1:
        for length in (3, 2):
            word = known.words.get("".join(run[at : at + length]))
            if word is not None and len(word) == len(run[at : at + length]):
                found[at : at + length] = word
                at += length - 1
                break
        at += 1
    return found


def sound_stream(text: str) -> str:
    """What the index holds of the sound of a text: pairs of syllables and pairs of initials.

    Punctuation has no sound: a line sounds as one run. Where a word is read otherwise than its
    characters (献血), both readings are kept: people type either.
    """
    stream: list[str] = []
    for line in text.splitlines():
        run = tuple(unit for each in runs(line) for unit in each)
        plain = [_readings().characters.get(unit, unit) for unit in run]
        for sounds in dict.fromkeys((tuple(syllables(run)), tuple(plain))):
            stream += [*sound_terms(sounds), _BREAK, *_initials(sounds), _BREAK]
    return " ".join(stream)


def sound_terms(sounds: Sequence[str]) -> list[str]:
    """The terms, one after the other, under which syllables in a row are filed."""
    return [f"{left}'{right}" for left, right in pairwise(sounds)]


def initial_terms(letters: str) -> list[str]:
    """The terms, one after the other, under which words with these initials are filed."""
    return _initials(letters)


def _initials(sounds: Iterable[str]) -> list[str]:
    return [f".{left[0]}{right[0]}" for left, right in pairwise(sounds)]


def is_initials(word: str) -> bool:
    """Whether a word may be the initials of another: letters alone, and neither few nor many."""
    return _LEAST_INITIALS <= len(word) <= _MOST_INITIALS and _LETTERS.fullmatch(word) is not None


def spellings(word: str) -> list[tuple[str, ...]]:
    """The ways in which letters can be read as syllables (`xian`: xian, xi an), fewest first; none
    when they are no pinyin. At most a handful.
    """
    if not _LETTERS.fullmatch(word) or len(word) > _LONGEST * _MOST_INITIALS:
        return []
    known = _readings().syllables
    ways: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    ways[0] = [()]
    for end in range(1, len(word) + 1):
        found = (
            (*way, word[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if word[start:end] in known
            for way in ways[start]
        )
        ways[end] = sorted(found, key=_plainness)[:_MOST_SPELLINGS]
    return ways[len(word)]


def _plainness(way: tuple[str, ...]) -> tuple[int, int]:
    """Fewer syllables first; single vowels last."""
    return len(way), sum(len(each) == 1 for each in way)
