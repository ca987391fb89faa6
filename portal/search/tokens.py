"""How text becomes searchable terms: the same folding for what is indexed and what is asked.

A *unit* is one Han (or kana, Hangul) character, or one whole Latin word or number. A *run* is a
row of units with nothing between them; punctuation and spaces end it. In the index each unit
takes two positions: its own, and one for the pair it forms with the next unit of its run
(or a break at the run's end). A phrase of pairs is therefore found exactly where the characters
stand side by side, and single characters and phrases across punctuation need nothing else.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

__all__ = [
    "CJK",
    "INVISIBLE",
    "Run",
    "Term",
    "clean",
    "fold",
    "fold_in_place",
    "index_stream",
    "phrase_terms",
    "runs",
]

Run = tuple[str, ...]
Term = tuple[int, str]

# Raise SCHEMA_VERSION in index_schema.py when anything here changes what a text turns into.
CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BREAK = "|"
_MAX_UNIT = 64

_RUN = re.compile(r"[^\W_]+")
_UNIT = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
VARIANTS = Path(__file__).parent / "data" / "variants.txt"


@lru_cache(maxsize=1)
def _variants() -> dict[int, str]:
    """Traditional and variant characters, each with the standard one it is read as."""
    lines = VARIANTS.read_text(encoding="utf-8").splitlines()
    return {ord(char): line[0] for line in lines if line[0] != "#" for char in line[1:]}


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cf", "Cs"}:
        return ""
    if category == "Cc":
        return " "
    return unicodedata.normalize("NFKC", char).lower().translate(_variants())


class _Folding(dict[int, str]):
    """A translation table that fills itself, one code point at a time."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _folded(chr(code)))


class _FoldingInPlace(dict[int, str]):
    """The same, where whatever would change the text's length stays as it is."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        return self.setdefault(code, folded if len(folded) == 1 else chr(code))


_FOLDING = _Folding()
_FOLDING_IN_PLACE = _FoldingInPlace()


def clean(text: str) -> str:
    """The text without what neither PostgreSQL nor the index can hold: NUL, lone surrogates."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """Full and half width, upper and lower case, compatibility forms, traditional and variant
    characters: one spelling of each.
    """
    return text.translate(_FOLDING)


def fold_in_place(text: str) -> str:
    """Fold character by character so that every offset stays what it was."""
    return text.translate(_FOLDING_IN_PLACE)


def runs(text: str) -> list[Run]:
    """The runs of a text, each a tuple of folded units."""
    return [
        tuple(unit[:_MAX_UNIT] for unit in _UNIT.findall(run)) for run in _RUN.findall(fold(text))
    ]


def index_stream(text: str) -> str:
    """What the index's whitespace tokenizer is fed: unit, pair, unit, pair, …, unit, break."""
    stream: list[str] = []
    for run in runs(text):
        pairs = [left + right for left, right in itertools.pairwise(run)]
        for unit, pair in zip(run, [*pairs, _BREAK], strict=True):
            stream.append(unit)
            stream.append(pair)
    return " ".join(stream)


def phrase_terms(phrase: Iterable[Sequence[str]]) -> list[Term]:
    """The terms, with positions, that stand in the index where these runs follow one another."""
    terms: list[Term] = []
    position = 0
    for run in phrase:
        if len(run) == 1:
            terms.append((position, run[0]))
        else:
            terms += [
                (position + 2 * offset + 1, left + right)
                for offset, (left, right) in enumerate(itertools.pairwise(run))
            ]
        position += 2 * len(run)
    return terms
