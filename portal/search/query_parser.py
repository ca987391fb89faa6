"""Reading what a person typed: exact phrases, words, and perhaps a document number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from portal.organs import docnumbers
from portal.organs.typed_numbers import typed_keys
from portal.search.figures import Figure, find_figures
from portal.search.tokens import Run, clean, fold, runs

__all__ = ["MAX_LENGTH", "AskedFigure", "ParsedQuery", "number_key", "parse"]

MAX_LENGTH = 200
_MAX_CLAUSES = 40
_QUOTED = re.compile(r'["“”＂]([^"“”＂]*)["“”＂]')
_SEPARATORS = re.compile(r"[\s\W_]+")
_MAX_FIGURES = 8
_IN_WORDS = re.compile(r"[\u4e00-\u9fff]")
_WORD_BEFORE = re.compile(r"[^\W_]+$")
_WORD_AFTER = re.compile(r"[^\W_]+")

Clause = tuple[Run, ...]


class AskedFigure(NamedTuple):
    """A date or a decimal, which stands for all its spellings; and the phrase as typed, which may
    begin a longer one (百分之四), where it was typed in words.
    """

    word: str
    typed: str
    phrase: Clause


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as the searching side understands it.

    Every clause must be met; a clause is one run, or the runs of a quoted phrase in order. So must
    every figure. `keys` are the number keys the whole text may stand for.
    """

    text: str
    clauses: tuple[Clause, ...] = ()
    keys: tuple[str, ...] = ()
    figures: tuple[AskedFigure, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing was asked: everything is listed."""
        return not self.text

    @property
    def is_unanswerable(self) -> bool:
        """Something was typed, but nothing that could stand in a text."""
        return bool(self.text) and not self.clauses and not self.figures


def number_key(number: str) -> str:
    """The key under which a document's own number is filed and found.

    A document number in any bracket style gives its issuer|year|seq; anything else (an index
    number, say) its letters and digits.
    """
    parsed = docnumbers.parse(number)
    return parsed.key if parsed else _compact(number)


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", fold(text))


def _keys(text: str) -> tuple[str, ...]:
    # Also read without folding: it keeps brackets and letters as the catalogue writes them.
    found = (docnumbers.loose_key(text), *typed_keys(fold(text)), _compact(text))
    return tuple(dict.fromkeys(key for key in found if key))


def parse(text: str) -> ParsedQuery:
    """Parse a query. Never refuses: what cannot be understood is taken as plain words."""
    text = " ".join(clean(text[:MAX_LENGTH]).split())
    clauses: dict[Clause, None] = {}
    plain: list[str] = []
    end = 0
    for quoted in _QUOTED.finditer(text):
        plain.append(text[end : quoted.start()])
        end = quoted.end()
        if phrase := tuple(runs(quoted[1])):
            clauses[phrase] = None
    plain.append(text[end:])
    figures: dict[str, AskedFigure] = {}
    for run in runs("".join(_without_figures(" ".join(plain), clauses, figures))):
        clauses[(run,)] = None
    return ParsedQuery(
        text=text,
        clauses=tuple(clauses)[:_MAX_CLAUSES],
        keys=_keys(text),
        figures=tuple(figures.values())[:_MAX_FIGURES],
    )


def _without_figures(
    text: str, clauses: dict[Clause, None], figures: dict[str, AskedFigure]
) -> Iterator[str]:
    """The text without the figures standing by themselves and the pieces that hold a decimal.

    A date inside a sentence stays part of its phrase: whoever copied it wants it as it stands. A
    decimal there is kept together: its piece is a phrase across the point, and the figure itself.
    """
    text = unicodedata.normalize("NFKC", text)
    end = 0
    for figure in find_figures(text):
        before, after = _beside(text, figure)
        if before < figure.start or after > figure.end:
            if "-" in figure.word or before < end:
                continue
            clauses[tuple(runs(text[before:after]))] = None
        typed = text[figure.start : figure.end]
        phrase = tuple(runs(typed)) if _IN_WORDS.search(typed) else ()
        figures[figure.word] = AskedFigure(figure.word, typed, phrase)
        yield text[end:before] + " "
        end = after
    yield text[end:]


def _beside(text: str, figure: Figure) -> tuple[int, int]:
    """Where the piece begins and ends that the figure stands in, up to punctuation or space."""
    before = _WORD_BEFORE.search(text[: figure.start])
    after = _WORD_AFTER.match(text, figure.end)
    return before.start() if before else figure.start, after.end() if after else figure.end
