"""Answers without an index: filters, facets and date order in full, text by number and title."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, OrderBy

from portal.search.models import SearchEntry
from portal.search.needs import Need
from portal.search.query_parser import ParsedQuery
from portal.search.querysets import UNBOUNDED, Bounds, SearchEntryQuerySet

__all__ = ["DatabaseSource"]

_NEWEST = (OrderBy(F("published_at"), descending=True), "-pk")
_BY_SIGNING = (OrderBy(F("signed_on"), descending=True, nulls_last=True), "-pk")


class DatabaseSource:
    """One query against the rows, for as long as the index is lost."""

    degraded = True

    def __init__(
        self,
        parsed: ParsedQuery,
        *,
        kinds: Sequence[str],
        sort: str,
        bounds: Bounds = UNBOUNDED,
    ) -> None:
        entries = SearchEntry.objects.live(kinds).within(bounds)
        order: tuple[OrderBy | str, ...] = _BY_SIGNING if sort == "signed_on" else _NEWEST
        if not parsed.is_blank:
            words = ["".join(run) for clause in parsed.clauses for run in clause]
            words += [figure.typed for figure in parsed.figures]
            entries = entries.naming(words, parsed.keys)
            if sort == "relevance":
                order = ("number_first", *_NEWEST)
        self._entries: SearchEntryQuerySet = entries.order_by(*order)

    def _found(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int]
    ) -> SearchEntryQuerySet:
        found = self._entries.under(filters)
        return found.exclude(pk__in=hidden) if hidden else found

    def of_kinds(self, kinds: Sequence[str], hidden: Collection[int], limit: int) -> list[int]:
        """What meets the text and the bounds and is of these kinds."""
        found = self._found({}, hidden).filter(kind__in=kinds)
        return list(found.values_list("pk", flat=True)[:limit])

    def window(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int], limit: int
    ) -> tuple[int, list[int]]:
        """The exact number of hits and the first of them, without the hidden ones."""
        found = self._found(filters, hidden)
        count = found.count()
        return count, list(found.values_list("pk", flat=True)[: min(limit, count)])

    def facet_counts(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int]
    ) -> dict[str, int]:
        """How many hits bear each facet term."""
        return self._found(filters, hidden).facet_counts()

    def near(
        self,
        need: Need,
        filters: Mapping[str, Sequence[str]],
        hidden: Collection[int],
        limit: int,
    ) -> list[int]:
        """Nothing: what comes near is the index's to say."""
        del need, filters, hidden, limit
        return []
