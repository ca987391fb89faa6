"""What is offered while somebody types: public entries whose title or number holds what is typed.

A piece of a title that few hold is found by the index; one that many hold is met soon enough among
the newest, in the rows. Which of the two it is the index says at once, from the numbers it keeps of
its terms, so that neither way is ever long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from tantivy import Occur, Query

from portal.organs import docnumbers
from portal.search.index_files import IndexUnavailable
from portal.search.index_reader import OpenIndex, current_index, guarded, stored_numbers
from portal.search.index_schema import FACET, KEY, KIND, NUMBER_KEY, SORT_FIELDS, TITLE
from portal.search.models import SearchEntry
from portal.search.querysets import BELOW, RANK, SearchEntryQuerySet, facet_term
from portal.search.registry import visible_ids
from portal.search.tokens import clean, fold, phrase_terms, runs

__all__ = ["Suggested", "Suggester"]

# Up to so many entries with a piece the index is asked for the newest of them.
_FEW = 20_000
# Where more have it, so many of the newest are looked through; then so many.
_NEWEST = (100, 1_500)
# More are taken than are shown: some may not be seen, or rank below.
_SPARE = 3
_LONGEST = 40
_NUMBERED = re.compile(r"\d")
_BEGUN_NUMBER = re.compile(r"^(?P<issuer>[^\W\d_]+?)(?P<year>(?:19|20)\d\d)(?P<rest>\d{0,5})$")
_MARKS = re.compile(r"[\s\W_]+|第|号$")
_MOST_KEYS = 200
_Answer = TypeVar("_Answer")
_BY_AGE = (F("published_at").desc(), F("pk").desc())


@dataclass(frozen=True, slots=True)
class Suggested:
    """An entry that holds what is typed."""

    kind: str
    object_id: int
    title: str
    numbers: tuple[str, ...]
    url: str


class Suggester:
    """One asking; what strangers may not see is never given."""

    def __init__(self) -> None:
        try:
            self._index: OpenIndex | None = current_index(settings.SEARCH_INDEX_DIR)
        except IndexUnavailable:
            self._index = None

    def titled(self, text: str, *, kinds: Sequence[str], most: int) -> list[Suggested]:
        """The newest entries of some kinds with this piece in the title."""
        typed = clean(text)[:_LONGEST].strip()
        phrase = runs(typed)
        if not phrase:
            return []
        keys = self._asked(lambda index: self._with_piece(index, phrase, kinds, most * _SPARE))
        if keys is None:
            words = [fold(word) for word in typed.split()]
            keys = self._among_newest(words, kinds, most * _SPARE)
        return self._seen(SearchEntry.objects.live(kinds).filter(pk__in=keys), most)

    def numbered(self, text: str, *, kinds: Sequence[str], most: int) -> list[Suggested]:
        """Entries whose number begins so, in whatever brackets; nothing of a text without digits,
        or without an index.
        """
        typed = fold(clean(text)[:_LONGEST])
        if not _NUMBERED.search(typed):
            return []
        whole = docnumbers.loose_key(typed)
        begun = _BEGUN_NUMBER.match(_MARKS.sub("", typed))
        beginning = "|".join(filter(None, begun.groups())) if begun else whole
        if not beginning:
            return []
        is_whole = whole is not None and typed.endswith("号")
        keys = self._asked(
            lambda index: self._with_number(
                index,
                [whole or ""] if is_whole else _beginning(index, beginning),
                kinds,
                most * _SPARE,
            )
        )
        return self._seen(SearchEntry.objects.live(kinds).filter(pk__in=keys or ()), most)

    def in_use(self, terms: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Which of these values of facets any entry bears; all of them without an index."""
        wanted = set(terms)

        def borne(index: OpenIndex) -> set[tuple[str, str]]:
            searcher = index.searcher
            return {one for one in wanted if searcher.doc_freq(FACET, facet_term(*one))}

        found = self._asked(borne)
        return wanted if found is None else found

    def _asked(self, ask: Callable[[OpenIndex], _Answer]) -> _Answer | None:
        """What the index says; None where it cannot."""
        if self._index is None:
            return None
        try:
            with guarded():
                return ask(self._index)
        except IndexUnavailable:
            return None

    def _with_piece(
        self,
        index: OpenIndex,
        phrase: Sequence[tuple[str, ...]],
        kinds: Sequence[str],
        limit: int,
    ) -> list[int] | None:
        """Keys of the newest entries with the piece in the title; None where many have it."""
        terms = [term for run in phrase for term in phrase_terms([run])]
        if min(index.searcher.doc_freq(TITLE, text) for _, text in terms) > _FEW:
            return None
        parts = [(Occur.Must, self._run(index, run)) for run in phrase]
        return self._newest(index, parts, kinds, limit)

    def _with_number(
        self, index: OpenIndex, keys: list[str], kinds: Sequence[str], limit: int
    ) -> list[int]:
        if not keys:
            return []
        numbered = Query.term_set_query(index.schema, NUMBER_KEY, keys)
        return self._newest(index, [(Occur.Must, numbered)], kinds, limit)

    def _among_newest(self, words: Sequence[str], kinds: Sequence[str], limit: int) -> list[int]:
        """Keys of the newest entries with these words in the title."""
        newest = SearchEntry.objects.live(kinds).order_by(*_BY_AGE)
        keys: list[int] = []
        for many in _NEWEST:
            titles = newest.values_list("pk", "title")[:many]
            keys = [pk for pk, title in titles if all(word in fold(title) for word in words)]
            if len(keys) >= limit:
                break
        return keys[:limit]

    def _run(self, index: OpenIndex, run: tuple[str, ...]) -> Query:
        terms = phrase_terms([run])
        if len(terms) == 1:
            return Query.term_query(index.schema, TITLE, terms[0][1])
        first = terms[0][0]
        steps: list[str | tuple[int, str]] = [(place - first, text) for place, text in terms]
        return Query.phrase_query(index.schema, TITLE, steps)

    def _newest(
        self,
        index: OpenIndex,
        parts: list[tuple[Occur, Query]],
        kinds: Sequence[str],
        limit: int,
    ) -> list[int]:
        wanted = Query.term_set_query(index.schema, KIND, list(kinds))
        query = Query.boolean_query([*parts, (Occur.Must, wanted)])
        found = index.searcher.search(
            query, limit=limit, count=False, order_by_field=SORT_FIELDS["published_on"]
        )
        return stored_numbers(index.searcher, KEY, [address for _, address in found.hits])

    def _seen(self, rows: SearchEntryQuerySet, most: int) -> list[Suggested]:
        """The newest of these rows that strangers may see, what ranks below last."""
        found = list(
            rows.order_by(*_BY_AGE).values_list(
                "kind", "object_id", "title", "numbers", "url", "facet_terms"
            )[: most * _SPARE]
        )
        ids: dict[str, set[int]] = defaultdict(set)
        for kind, object_id, *_ in found:
            ids[kind].add(object_id)
        seen = {kind: visible_ids(kind, keys, AnonymousUser()) for kind, keys in ids.items()}
        below = facet_term(RANK, BELOW)
        found.sort(key=lambda row: below in row[5])
        return [
            Suggested(kind, object_id, title, tuple(numbers), url)
            for kind, object_id, title, numbers, url, _ in found
            if object_id in seen[kind]
        ][:most]


def _beginning(index: OpenIndex, beginning: str) -> list[str]:
    """The numbers that begin so, as they are filed."""
    found = index.searcher.terms_with_prefix(NUMBER_KEY, beginning, limit=_MOST_KEYS)
    return [str(term) for term, _ in found]
