"""Does a new entry meet a stored question? Answered without the index, for many questions at once.

Each question has groups of terms of which an entry must bear one; by them the few that it may meet
are found among a million (portal.notifications). What terms do not decide, the order of words and
where they stand, is looked at here, with the same reading as the search's own
(portal.search.index_source): the same terms at the same positions, from the same functions. The
index is asked nothing, so that a lost or lagging one makes nobody miss a document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from portal.search.figures import figures
from portal.search.query_parser import AskedFigure, Clause, ParsedQuery, parse
from portal.search.querysets import facet_term
from portal.search.tokens import clean, index_stream, phrase_terms

if TYPE_CHECKING:
    from portal.search.models import SearchEntry
    from portal.search.queries import SearchQuery

_Places = Mapping[str, set[int]]


@dataclass(frozen=True)
class Question:
    """A query ready to be put to entries: any term of each facet, and the text."""

    facets: tuple[frozenset[str], ...]
    text: ParsedQuery
    in_title: bool = False

    @classmethod
    def of(cls, query: SearchQuery) -> Question:
        """The question a query asks."""
        facets = tuple(
            frozenset(facet_term(name, clean(value)) for value in values)
            for name, values in query.filters.items()
        )
        return cls(facets, parse(query.text), in_title=query.in_title)


# Borne by everything; where terms of texts and number keys could be taken for those of facets.
EVERYTHING = "*"
_WORD, _NUMBER, _OF_FIGURE = "text:", "number:", "figure:"
_FIGURE = re.compile(r"\d")


def groups_of(question: Question) -> list[frozenset[str]]:
    """The terms of which an entry must bear one of each group to meet the question; those of words
    first, which fewer entries bear than a facet's.
    """
    text = question.text
    # No number is without a figure, and most words are: they are then needed by themselves.
    numbers = {f"{_NUMBER}{key}" for key in text.keys if _FIGURE.search(key)}
    words = [
        frozenset({f"{_WORD}{term}", *numbers})
        for clause in text.clauses
        for _, term in phrase_terms(clause)
    ]
    words += [
        frozenset({f"{_OF_FIGURE}{each.word}", *_first_term(each), *numbers})
        for each in text.figures
    ]
    found = [*dict.fromkeys(words), *question.facets]
    return found or [frozenset({EVERYTHING})]


def _first_term(figure: AskedFigure) -> list[str]:
    """A term of the phrase as typed, which may stand where the figure itself does not."""
    return [f"{_WORD}{term}" for _, term in phrase_terms(figure.phrase)[:1]]


class Entry:
    """A live search entry, taken apart once for all questions."""

    def __init__(self, entry: SearchEntry) -> None:
        self._entry = entry
        self._facets = frozenset(entry.facet_terms)

    def meets(self, question: Question) -> bool:
        """Whether the search would find it."""
        if any(self._facets.isdisjoint(terms) for terms in question.facets):
            return False
        text = question.text
        if text.is_blank:
            return True
        if text.is_unanswerable:
            return False
        if not set(text.keys).isdisjoint(self._entry.number_keys):
            return True
        fields = self._fields[:1] if question.in_title else self._fields
        borne = self._figures[0] if question.in_title else self._figures[1]
        return all(_stands_in_any(clause, fields) for clause in text.clauses) and all(
            each.word in borne or (each.phrase and _stands_in_any(each.phrase, fields))
            for each in text.figures
        )

    def says(self, question: Question) -> bool:
        """Whether its words, whatever its facets, are those of the question."""
        return self.meets(replace(question, facets=()))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Everything it bears, as `groups_of` names it."""
        words = {f"{_WORD}{term}" for field in self._fields for term in field}
        numbers = {f"{_NUMBER}{key}" for key in self._entry.number_keys}
        borne = {f"{_OF_FIGURE}{word}" for word in self._figures[1]}
        return frozenset({EVERYTHING, *words, *numbers, *borne, *self._facets})

    @cached_property
    def _figures(self) -> tuple[frozenset[str], frozenset[str]]:
        """The dates and decimals of the title, and of the whole."""
        entry = self._entry
        return figures(entry.title), figures(f"{entry.title}\n{entry.body}")

    @cached_property
    def _fields(self) -> tuple[_Places, ...]:
        """Where each term stands, by field: a phrase does not reach from one into another."""
        entry = self._entry
        return tuple(map(_places, (entry.title, "\n".join(entry.numbers), entry.body)))


class Joined:
    """Several entries looked at as one: it bears what any of them bears, and says what any says."""

    def __init__(self, entries: Sequence[Entry], facets: Iterable[str] = ()) -> None:
        self._entries = entries
        self.terms = frozenset({EVERYTHING, *facets}.union(*(each.terms for each in entries)))

    def meets(self, question: Question) -> bool:
        """Whether one of them says it, and together they bear every facet."""
        if any(self.terms.isdisjoint(terms) for terms in question.facets):
            return False
        return any(each.says(question) for each in self._entries)


def _places(text: str) -> _Places:
    places: dict[str, set[int]] = defaultdict(set)
    for place, term in enumerate(index_stream(text).split()):
        places[term].add(place)
    return dict(places)


def _stands_in_any(clause: Clause, fields: Sequence[_Places]) -> bool:
    return any(_stands_in(clause, field) for field in fields)


def _stands_in(clause: Clause, field: _Places) -> bool:
    terms = phrase_terms(clause)
    first, word = terms[0]
    return any(
        all(start + place - first in field.get(term, ()) for place, term in terms[1:])
        for start in field.get(word, ())
    )
