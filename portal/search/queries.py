"""Searching. The index proposes, the database disposes.

Whatever the index says, an entry is shown only if its row is live, holds on the day asked about
and its app's `visible_ids` lets the viewer see it; what is refused is left out of the total and
of the facets too.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString

from portal.search.asked import FacetValue, Hit, SearchPage, SearchQuery
from portal.search.database_source import DatabaseSource
from portal.search.highlights import hit_pattern, mark_hits, near_pattern, snippet
from portal.search.index_files import IndexUnavailable
from portal.search.index_source import IndexSource
from portal.search.models import SearchEntry
from portal.search.needs import Need, read_need
from portal.search.places import places_in
from portal.search.query_parser import ParsedQuery, parse
from portal.search.querysets import EVER, Bounds, Span
from portal.search.registry import everybodys, visible_ids
from portal.search.slips import meant
from portal.search.tokens import clean
from portal.search.vocabulary import vocabulary

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

__all__ = ["EVER", "FacetValue", "Hit", "SearchPage", "SearchQuery", "Span", "found_ids", "search"]

MAX_PER_PAGE = 100
MAX_VALUES = 200
# Up to this many hits of kinds that are not everybody's are each put before the database, so that
# totals and facets are exact for the viewer; of all others what is shown.
CHECKED_WHOLE = 2000
_MAX_ROUNDS = 10
SORTS = ("relevance", "signed_on", "published_on")
# What comes near is a short list, looked for among somewhat more that the viewer may not all see.
MOST_NEAR = 20
_LOOKED_AT = 60
TITLES_READ = 5


class Source(Protocol):
    """Whoever proposes hits: the index, or the rows themselves."""

    @property
    def degraded(self) -> bool: ...

    def window(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int], limit: int
    ) -> tuple[int, list[int]]: ...

    def of_kinds(self, kinds: Sequence[str], hidden: Collection[int], limit: int) -> list[int]: ...

    def facet_counts(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int]
    ) -> dict[str, int]: ...

    def near(
        self,
        need: Need,
        filters: Mapping[str, Sequence[str]],
        hidden: Collection[int],
        limit: int,
    ) -> list[int]: ...


def search(query: SearchQuery, *, viewer: User | AnonymousUser) -> SearchPage:
    """Answer a query. Neither odd input nor a lost or damaged index ever raises."""
    nothing = SearchPage(total=0, hits=(), facets={}, degraded=False, pages=1)
    return _answered(query, viewer, lambda answer: answer.page()) or nothing


def found_ids(
    query: SearchQuery, *, viewer: User | AnonymousUser, most: int
) -> tuple[int, list[int]]:
    """How many entries meet a query, and the objects of the first of them, in the query's order.

    The page asked for counts for nothing. No more than CHECKED_WHOLE are told.
    """
    most = min(most, CHECKED_WHOLE)
    return _answered(query, viewer, lambda answer: answer.ids(most)) or (0, [])


_Told = TypeVar("_Told")


def _answered(
    query: SearchQuery, viewer: User | AnonymousUser, tell: Callable[[_Answer], _Told]
) -> _Told | None:
    """What an answer tells; None of a question that has none. Without the index, from the rows."""
    query = _cleaned(query)
    parsed = parse(query.text)
    if parsed.is_unanswerable or not query.kinds:
        return None
    bounds = Bounds(query.valid_on, query.signed, query.published)
    kinds, sort = query.kinds, query.sort
    try:
        source: Source = IndexSource(
            settings.SEARCH_INDEX_DIR,
            parsed,
            kinds=kinds,
            sort=sort,
            bounds=bounds,
            in_title=query.in_title,
        )
        return tell(_Answer(source, query, parsed, viewer))
    except IndexUnavailable:
        source = DatabaseSource(parsed, kinds=kinds, sort=sort, bounds=bounds)
        return tell(_Answer(source, query, parsed, viewer))


def _cleaned(query: SearchQuery) -> SearchQuery:
    filters = {
        clean(name): tuple(dict.fromkeys(clean(value) for value in values[:MAX_VALUES]))
        for name, values in query.filters.items()
        if values
    }
    return replace(
        query,
        filters=filters,
        sort=query.sort if query.sort in SORTS else SORTS[0],
        page=max(1, query.page),
        per_page=max(1, min(query.per_page, MAX_PER_PAGE)),
    )


class _Answer:
    """One page being filled."""

    def __init__(
        self,
        source: Source,
        query: SearchQuery,
        parsed: ParsedQuery,
        viewer: User | AnonymousUser,
    ) -> None:
        self._source = source
        self._query = query
        self._parsed = parsed
        self._viewer = viewer
        # The kinds of which one entry is seen and another is not.
        self._apart = set(query.kinds) - everybodys()
        self._allowed: dict[int, bool] = {}
        self._hidden: set[int] = set()

    def page(self) -> SearchPage:
        query = self._query
        start = (query.page - 1) * query.per_page
        if query.filters and self._apart == set(query.kinds):
            # Facets are counted over more than the page's hits: look for what must stay unseen
            # among everything they may count.
            self._screened({}, 0)
        total, keys = self._screened(query.filters, start + query.per_page)
        pages = max(1, math.ceil(total / query.per_page))
        shown = keys[start : start + query.per_page]
        page = SearchPage(
            total=total,
            hits=self._hits(shown, hit_pattern(self._parsed)),
            facets=self._facets(),
            degraded=self._source.degraded,
            pages=pages,
        )
        if not query.near or self._parsed.is_blank or query.sort != SORTS[0]:
            return page
        if query.page != pages or len(shown) >= min(query.per_page, MOST_NEAR):
            return page
        return self._with_near(page, keys)

    def _with_near(self, page: SearchPage, exact: Collection[int]) -> SearchPage:
        """The page with what comes near, seen by the same rule as everything else."""
        text = self._parsed.text
        need = read_need(text, vocabulary(), places_in(text))
        hidden = self._hidden.union(exact)
        keys = self._source.near(need, self._query.filters, hidden, _LOOKED_AT)
        self._ask(keys)
        room = min(self._query.per_page, MOST_NEAR) - len(page.hits)
        allowed = [key for key in keys if self._allowed[key]][:room]
        told = "" if page.total else self._meant(need, allowed[:TITLES_READ])
        return replace(page, near=self._hits(allowed, near_pattern(need, told)), meant=told)

    def _meant(self, need: Need, keys: Sequence[int]) -> str:
        """What was probably meant, by the titles of the nearest and by what is often asked."""
        rows = SearchEntry.objects.filter(pk__in=keys)
        titles = dict(rows.values_list("pk", "title"))
        candidates = [titles[key] for key in keys if key in titles]
        return meant(need, [*candidates, *vocabulary().asked])

    def ids(self, most: int) -> tuple[int, list[int]]:
        """The total, and the objects of the first hits."""
        total, keys = self._screened(self._query.filters, most)
        rows = SearchEntry.objects.live(self._query.kinds).filter(pk__in=keys[:most])
        objects = dict(rows.values_list("pk", "object_id"))
        return total, [objects[key] for key in keys[:most] if key in objects]

    def _screened(self, filters: Mapping[str, Sequence[str]], end: int) -> tuple[int, list[int]]:
        """Total and keys up to `end` at least, what the viewer may not see taken out of both."""
        # Where every kind must be looked through, the same window serves for that.
        is_whole = self._apart == set(self._query.kinds)
        if self._apart and not is_whole:
            self._look_through(sorted(self._apart))
        reach = max(end, CHECKED_WHOLE) if is_whole else end
        for _ in range(_MAX_ROUNDS):
            total, keys = self._source.window(filters, self._hidden, reach)
            if not is_whole or total > CHECKED_WHOLE:
                keys = keys[:end]
            refused = self._refused(keys)
            if not refused:
                return total, keys
            self._hidden |= refused
        return total - len(refused), [key for key in keys if key not in refused]

    def _look_through(self, kinds: Sequence[str]) -> None:
        """For what must stay unseen of these kinds, whatever the filters: facets count that too."""
        for _ in range(_MAX_ROUNDS):
            keys = self._source.of_kinds(kinds, self._hidden, CHECKED_WHOLE)
            refused = self._refused(keys)
            self._hidden |= refused
            if not refused or len(keys) < CHECKED_WHOLE:
                return

    def _refused(self, keys: Sequence[int]) -> set[int]:
        self._ask(keys)
        return {key for key in keys if not self._allowed[key]}

    def _ask(self, keys: Sequence[int]) -> None:
        """The database's last word on keys not asked about yet."""
        unknown = [key for key in keys if key not in self._allowed]
        if not unknown:
            return
        self._allowed |= dict.fromkeys(unknown, False)
        by_kind: dict[str, dict[int, int]] = defaultdict(dict)
        query = self._query
        bounds = Bounds(query.valid_on, query.signed, query.published)
        rows = SearchEntry.objects.live(query.kinds).within(bounds).filter(pk__in=unknown)
        for key, kind, object_id in rows.values_list("pk", "kind", "object_id"):
            by_kind[kind][object_id] = key
        for kind, keys_by_id in by_kind.items():
            for object_id in visible_ids(kind, keys_by_id, self._viewer):
                self._allowed[keys_by_id[object_id]] = True

    def _hits(self, keys: Sequence[int], pattern: re.Pattern[str] | None) -> tuple[Hit, ...]:
        is_quoted = pattern is not None and not self._query.in_title
        entries = SearchEntry.objects.live(self._query.kinds)
        if not is_quoted:
            entries = entries.defer("body")
        found = entries.in_bulk(list(keys)) if keys else {}
        return tuple(
            Hit(
                kind=entry.kind,
                object_id=entry.object_id,
                title_html=mark_hits(entry.title, pattern),
                snippet_html=snippet(entry.body, pattern) if is_quoted else SafeString(""),
            )
            for key in keys
            if (entry := found.get(key)) is not None
        )

    def _facets(self) -> dict[str, tuple[FacetValue, ...]]:
        filters = self._query.filters
        facets = _grouped(self._source.facet_counts(filters, self._hidden))
        for name in filters:
            others = {other: values for other, values in filters.items() if other != name}
            counts = _grouped(self._source.facet_counts(others, self._hidden))
            facets.pop(name, None)
            if name in counts:
                facets[name] = counts[name]
        return facets


def _grouped(counts: Mapping[str, int]) -> dict[str, tuple[FacetValue, ...]]:
    """Counts of facet terms by facet, the most frequent value first."""
    grouped: dict[str, list[FacetValue]] = defaultdict(list)
    for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        name, _, value = term.partition("=")
        grouped[name].append(FacetValue(value, count))
    return {name: tuple(values) for name, values in grouped.items()}
