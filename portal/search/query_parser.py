"""Reading what a person typed: exact phrases, words, and perhaps a document number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.organs import docnumbers
from portal.search.tokens import Run, clean, fold, runs

__all__ = ["MAX_LENGTH", "ParsedQuery", "number_key", "parse"]

MAX_LENGTH = 200
_MAX_CLAUSES = 40
_QUOTED = re.compile(r'["“”＂]([^"“”＂]*)["“”＂]')
_SEPARATORS = re.compile(r"[\s\W_]+")

Clause = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as the searching side understands it.

    Every clause must be met; a clause is one run, or the runs of a quoted phrase in order.
    `keys` are the number keys the whole text may stand for.
    """

    text: str
    clauses: tuple[Clause, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing was asked: everything is listed."""
        return not self.text

    @property
    def is_unanswerable(self) -> bool:
        """Something was typed, but nothing that could stand in a text."""
        return bool(self.text) and not self.clauses


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
    found = (docnumbers.loose_key(text), _compact(text))
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
    for run in runs(" ".join(plain)):
        clauses[(run,)] = None
    return ParsedQuery(text=text, clauses=tuple(clauses)[:_MAX_CLAUSES], keys=_keys(text))
