"""Answers from the index: which entries meet a query, in what order, and the facet counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tantivy import DocAddress, FieldType, Occur, Query

from portal.search.index_files import IndexUnavailable
from portal.search.index_reader import OpenIndex, current_index, guarded, stored_numbers
from portal.search.index_schema import (
    BODY,
    FACET,
    FIGURE,
    GRAVITY,
    KEY,
    KIND,
    NUMBER,
    NUMBER_KEY,
    SORT_FIELDS,
    TITLE,
    VALID_FROM,
    VALID_UNTIL,
    published_limits,
    signed_limits,
    titled_figure,
)
from portal.search.models import SearchEntry
from portal.search.near_source import NearQuery
from portal.search.needs import Need
from portal.search.query_parser import AskedFigure, Clause, ParsedQuery
from portal.search.querysets import BELOW, RANK, UNBOUNDED, Bounds, facet_term
from portal.search.tokens import phrase_terms

__all__ = ["IndexSource"]

# Scores come in tiers: the document of this number, then hits in the title, then the rest;
# BM25 orders within a tier. f32 leaves it three decimals below the highest tier.
_NUMBER_TIER = 30_000.0
_TITLE_TIER = 500.0
_WHOLE_TITLE_TIER = 400.0
_TITLE_WEIGHT = 2.0
# More than this and an exclusion list is no longer cheap; such an index is far behind anyway.
_MAX_WITHDRAWN = 10_000
_MAX_TERMS = 65_000
# Ranks this close are ties, which the newer entry wins.
_SCORE_DIGITS = 2
# So many of the first hits are put in their order by gravity too, whatever page is asked for.
_WEIGHED = 2000
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
        pending = SearchEntry.objects.pending(self._index.state.position)
        if len(pending.withdrawn) > _MAX_WITHDRAWN:
            raise IndexUnavailable("too far behind")
        self.degraded = pending.overdue
        self._withdrawn = pending.withdrawn
        self._sort_field = SORT_FIELDS.get(sort)
        if parsed.is_blank and self._sort_field is None:
            self._sort_field = SORT_FIELDS["published_on"]
        self._parsed = parsed
        self._kinds = list(kinds)
        self._bounds = bounds
        self._in_title = in_title

    def window(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int], limit: int
    ) -> tuple[int, list[int]]:
        """The exact number of hits and the first of them, without the hidden ones."""
        with guarded():
            if self._sort_field:
                return self._found(self._query(filters, hidden), limit)
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
        if self._sort_field is None:
            keys = self._ordered(found.hits[:_WEIGHED], keys[:_WEIGHED]) + keys[_WEIGHED:]
        return count, keys

    def _ordered(self, hits: Sequence[tuple[float, DocAddress]], keys: Sequence[int]) -> list[int]:
        """The first hits by score and gravity; of equals the newer first."""
        addresses = [address for _, address in hits]
        newest = stored_numbers(self._searcher, SORT_FIELDS["published_on"], addresses)
        weights = stored_numbers(self._searcher, GRAVITY, addresses)
        ranks = [
            (-round(score + weight / 100, _SCORE_DIGITS), -moment, key)
            for (score, _), weight, moment, key in zip(hits, weights, newest, keys, strict=True)
        ]
        return [key for _, _, key in sorted(ranks)]

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
            parts.append((Occur.Must, self._text(ranked=ranked)))
        if below is not None:
            occur = Occur.Must if below else Occur.MustNot
            parts.append((occur, self._ranking_below()))
        return Query.boolean_query(parts)

    def _framed(
        self, filters: Mapping[str, Sequence[str]], hidden: Collection[int]
    ) -> list[tuple[Occur, Query]]:
        """What holds whatever the text: kinds, days, filters, and what must not be proposed."""
        parts = [(Occur.Must, self._unscored(KIND, self._kinds))]
        parts += [(Occur.Must, query) for query in self._bounded()]
        for name, values in filters.items():
            terms = [facet_term(name, value) for value in values]
            parts.append((Occur.Must, self._unscored(FACET, terms)))
        if excluded := sorted(self._withdrawn.union(hidden)):
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
            return self._ordered(hits, keys)

    def _ranking_below(self) -> Query:
        """Entries said to do so, but the one whose number was asked for."""
        said = self._unscored(FACET, [facet_term(RANK, BELOW)])
        asked = Query.term_set_query(self._schema, NUMBER_KEY, list(self._parsed.keys))
        return Query.const_score_query(
            Query.boolean_query([(Occur.Must, said), (Occur.MustNot, asked)]), 0.0
        )

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

    def _text(self, *, ranked: bool) -> Query:
        """The words, or the number the query may stand for."""
        numbered = Query.term_set_query(self._schema, NUMBER_KEY, list(self._parsed.keys))
        words = [(Occur.Must, self._clause(c, ranked=ranked)) for c in self._parsed.clauses]
        words += [(Occur.Must, self._figure(f, ranked=ranked)) for f in self._parsed.figures]
        if ranked and len(self._parsed.clauses) > 1:
            together = [run for clause in self._parsed.clauses for run in clause]
            whole = self._phrase(TITLE, tuple(together))
            words.append((Occur.Should, Query.const_score_query(whole, _WHOLE_TITLE_TIER)))
        worded = Query.boolean_query(words)
        if ranked:
            numbered = Query.const_score_query(numbered, _NUMBER_TIER)
        return Query.boolean_query([(Occur.Should, numbered), (Occur.Should, worded)])

    def _clause(self, clause: Clause, *, ranked: bool) -> Query:
        title, number, body = (self._phrase(field, clause) for field in (TITLE, NUMBER, BODY))
        if self._in_title:
            return Query.boost_query(title, _TITLE_WEIGHT)
        if not ranked:
            return Query.boolean_query([(Occur.Should, q) for q in (title, number, body)])
        return Query.boolean_query(
            [
                (Occur.Should, Query.const_score_query(title, _TITLE_TIER)),
                (Occur.Should, Query.boost_query(title, _TITLE_WEIGHT)),
                (Occur.Should, Query.const_score_query(number, 1.0)),
                (Occur.Should, body),
            ]
        )

    def _figure(self, figure: AskedFigure, *, ranked: bool) -> Query:
        """The figure in any spelling, or the phrase as typed."""
        title = [Query.term_query(self._schema, FIGURE, titled_figure(figure.word))]
        body = [Query.term_query(self._schema, FIGURE, figure.word)]
        if figure.phrase:
            title.append(self._phrase(TITLE, figure.phrase))
            body += [self._phrase(field, figure.phrase) for field in (NUMBER, BODY)]
        titled = Query.boolean_query([(Occur.Should, query) for query in title])
        if self._in_title:
            return titled
        if ranked:
            titled = Query.const_score_query(titled, _TITLE_TIER)
        return Query.boolean_query([(Occur.Should, query) for query in (titled, *body)])

    def _phrase(self, field: str, clause: Clause) -> Query:
        terms = phrase_terms(clause)
        if len(terms) == 1:
            return Query.term_query(self._schema, field, terms[0][1])
        first = terms[0][0]
        return Query.phrase_query(
            self._schema, field, [(position - first, text) for position, text in terms]
        )
