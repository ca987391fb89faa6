"""Answers from the index: which entries meet a query, in what order, and the facet counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tantivy import DocAddress, FieldType, Occur, Query

from portal.search.exact_query import ExactQuery
from portal.search.index_files import IndexUnavailable
from portal.search.index_reader import OpenIndex, current_index, guarded, stored_numbers
from portal.search.index_schema import (
    FACET,
    GRAVITY,
    KEY,
    KIND,
    NUMBER_KEY,
    SORT_FIELDS,
    VALID_FROM,
    VALID_UNTIL,
    published_limits,
    signed_limits,
)
from portal.search.models import SearchEntry
from portal.search.near_source import NearQuery
from portal.search.needs import Need
from portal.search.query_parser import ParsedQuery
from portal.search.querysets import BELOW, RANK, UNBOUNDED, Bounds, facet_term

__all__ = ["IndexSource"]

# More than this and an exclusion list is no longer cheap; such an index is far behind anyway.
_MAX_GONE = 10_000
_MAX_TERMS = 65_000
# Up to this many hits equals of relevance are put in order, so that pages of them join.
_ORDERED_WHOLE = 2000
# Ranks this close are ties, which gravity decides, then the newer entry wins.
_SCORE_DIGITS = 2
# What has less than this part of the nearest one's evidence is not near.
_FAR = 0.15


class IndexSource:
    """One query against one state of the index."""

    def __init__(
        self,
        path: Path,
        parsed: ParsedQuery,
        *,
        kinds: Sequence[str],
        sort: str,
        bounds: Bounds = UNBOUNDED,
        in_title: bool = False,
    ) -> None:
        self._index: OpenIndex = current_index(path)
        # A reload by another thread must not change what this query sees.
        self._searcher = self._index.searcher
        self._schema = self._index.schema
        pending = SearchEntry.objects.pending(self._index.state.position, bounds)
        if len(pending.gone) > _MAX_GONE:
            raise IndexUnavailable("too far behind")
        self.degraded = pending.overdue
        self._gone = pending.gone
        self._sort_field = SORT_FIELDS.get(sort)
        if parsed.is_blank and self._sort_field is None:
            self._sort_field = SORT_FIELDS["published_on"]
        self._parsed = parsed
        self._exact = ExactQuery(self._schema, parsed, in_title=in_title)
        self._kinds = list(kinds)
        self._bounds = bounds
        self._in_title = in_title

    def of_kinds(self, kinds: Sequence[str], hidden: Collection[int], limit: int) -> list[int]:
        """What meets the text and the bounds and is of these kinds, in no order that matters."""
        with guarded():
            parts = self._framed({}, hidden, kinds=kinds)
            if not self._parsed.is_blank:
                parts.append((Occur.Must, self._exact.text(ranked=False)))
            found = self._searcher.search(
                Query.boolean_query(parts), limit=max(1, limit), count=False
            )
            return stored_numbers(self._searcher, KEY, [address for _, address in found.hits])

    def window(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int], limit: int
    ) -> tuple[int, list[int]]:
        """The exact number of hits and the first of them, without the hidden ones."""
        with guarded():
            if self._sort_field:
                return self._found(self._query(filters, hidden), limit)
            limit = max(limit, _ORDERED_WHOLE)
            # By relevance in two parts: what ranks below comes after all the rest.
            first, keys = self._found(self._query(filters, hidden, below=False), limit)
            rest, others = self._found(self._query(filters, hidden, below=True), limit)
            return first + rest, [*keys, *others][:limit]

    def _found(self, query: Query, limit: int) -> tuple[int, list[int]]:
        """How many entries meet a query, and the first of them."""
        limit = max(1, min(limit, self._searcher.num_docs))
        found = (
            self._searcher.search(query, limit=limit, order_by_field=self._sort_field)
            if self._sort_field
            else self._searcher.search(query, limit=limit)
        )
        addresses = [address for _, address in found.hits]
        count: int = found.count  # type: ignore[attr-defined]  # missing in the stubs
        keys = stored_numbers(self._searcher, KEY, addresses)
        if self._sort_field is None and count <= limit:
            keys = self._ordered(found.hits, keys, added=False)
        return count, keys

    def _ordered(
        self, hits: Sequence[tuple[float, DocAddress]], keys: Sequence[int], *, added: bool
    ) -> list[int]:
        """Hits by score, of equals the one of more gravity, then the newer; or with the gravity
        added to the score.
        """
        addresses = [address for _, address in hits]
        newest = stored_numbers(self._searcher, SORT_FIELDS["published_on"], addresses)
        weights = [each / 100 for each in stored_numbers(self._searcher, GRAVITY, addresses)]
        ranks = [
            (-round(score + added * weight, _SCORE_DIGITS), -weight, -moment, key)
            for (score, _), weight, moment, key in zip(hits, weights, newest, keys, strict=True)
        ]
        return [rank[-1] for rank in sorted(ranks)]

    def facet_counts(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int]
    ) -> dict[str, int]:
        """How many hits bear each facet term."""
        with guarded():
            counted = self._searcher.aggregate(
                self._query(filters, hidden, ranked=False),
                {"terms": {"terms": {"field": FACET, "size": _MAX_TERMS}}},
            )
            return {row["key"]: row["doc_count"] for row in counted["terms"]["buckets"]}

    def _query(
        self,
        filters: Mapping[str, Sequence[str]],
        hidden: Collection[int],
        *,
        ranked: bool = True,
        below: bool | None = None,
    ) -> Query:
        """What must be met; with `below` only what ranks so, or only the rest."""
        ranked = ranked and self._sort_field is None
        parts = self._framed(filters, hidden)
        if not self._parsed.is_blank:
            parts.append((Occur.Must, self._exact.text(ranked=ranked)))
        if below is not None:
            occur = Occur.Must if below else Occur.MustNot
            parts.append((occur, self._ranking_below()))
        return Query.boolean_query(parts)

    def _framed(
        self,
        filters: Mapping[str, Sequence[str]],
        hidden: Collection[int],
        *,
        kinds: Sequence[str] = (),
    ) -> list[tuple[Occur, Query]]:
        """What holds whatever the text: kinds, days, filters, and what must not be proposed."""
        parts = [(Occur.Must, self._unscored(KIND, kinds or self._kinds))]
        parts += [(Occur.Must, query) for query in self._bounded()]
        for name, values in filters.items():
            terms = [facet_term(name, value) for value in values]
            parts.append((Occur.Must, self._unscored(FACET, terms)))
        if excluded := sorted(self._gone.union(hidden)):
            unwanted = Query.term_set_query(self._schema, KEY, excluded)
            parts.append((Occur.MustNot, unwanted))
        return parts

    def near(
        self,
        need: Need,
        filters: Mapping[str, Sequence[str]],
        hidden: Collection[int],
        limit: int,
    ) -> list[int]:
        """What comes near a need, the nearest first; what is far behind the first is left out."""
        with guarded():
            near = NearQuery(self._searcher, self._schema, in_title=self._in_title)
            frame = self._framed(filters, hidden)
            hits: list[tuple[float, DocAddress]] = []
            for is_strict in (True, False):
                wanted = near.of(need, is_strict=is_strict)
                if wanted is None:
                    return []
                query = Query.boolean_query([*frame, (Occur.Must, wanted)])
                hits = self._searcher.search(query, limit=limit, count=False).hits
                if hits:
                    break
            hits = [hit for hit in hits if hit[0] >= _FAR * hits[0][0]]
            keys = stored_numbers(self._searcher, KEY, [address for _, address in hits])
            return self._ordered(hits, keys, added=True)

    def _ranking_below(self) -> Query:
        """Entries said to do so, but the one whose number was asked for."""
        said = self._unscored(FACET, [facet_term(RANK, BELOW)])
        asked = Query.term_set_query(self._schema, NUMBER_KEY, list(self._parsed.keys))
        return Query.const_score_query(
            Query.boolean_query([(Occur.Must, said), (Occur.MustNot, asked)]), 0.0
        )

    def worth_exactly(self, key: int) -> list[tuple[str, float]]:
        """What each part of the text is worth for one entry that has it."""
        return self._worths(self._exact.parts(), key)

    def worth_nearly(self, need: Need, key: int) -> list[tuple[str, float]]:
        """What each piece of evidence is worth for one entry."""
        near = NearQuery(self._searcher, self._schema, in_title=self._in_title)
        return self._worths([(each.name, each.query) for each in near.evidence(need)], key)

    def _worths(self, parts: Sequence[tuple[str, Query]], key: int) -> list[tuple[str, float]]:
        with guarded():
            this = Query.term_set_query(self._schema, KEY, [key])
            only = (Occur.Must, Query.const_score_query(this, 0.0))
            found = [
                (
                    name,
                    self._searcher.search(
                        Query.boolean_query([only, (Occur.Must, query)]), limit=1
                    ).hits,
                )
                for name, query in parts
            ]
            return [(name, hits[0][0]) for name, hits in found if hits]

    def _bounded(self) -> list[Query]:
        """Begun by the day asked about and not ended before it; signed and published in time."""
        bounds = self._bounds
        ranges: list[tuple[str, int | None, int | None]] = []
        if bounds.valid_on is not None:
            day = bounds.valid_on.toordinal()
            ranges = [(VALID_FROM, None, day), (VALID_UNTIL, day, None)]
        ranges += [
            (field, *limits)
            for field, limits in (
                (SORT_FIELDS["signed_on"], signed_limits(bounds.signed)),
                (SORT_FIELDS["published_on"], published_limits(bounds.published)),
            )
            if limits != (None, None)
        ]
        return [
            Query.const_score_query(
                Query.range_query(self._schema, field, FieldType.Unsigned, first, last), 0.0
            )
            for field, first, last in ranges
        ]

    def _unscored(self, field: str, values: Sequence[str]) -> Query:
        if len(values) == 1:
            query = Query.term_query(self._schema, field, values[0])
        else:
            query = Query.term_set_query(self._schema, field, values)
        return Query.const_score_query(query, 0.0)
