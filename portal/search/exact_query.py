"""What was typed as a query of the index: what must stand there, and what a hit in each field is
worth. Nothing here decides who sees what.
"""

from __future__ import annotations

import tantivy
from tantivy import Occur, Query

from portal.search.index_schema import BODY, FIGURE, NUMBER, NUMBER_KEY, TITLE, titled_figure
from portal.search.query_parser import AskedFigure, Clause, ParsedQuery
from portal.search.tokens import phrase_terms

__all__ = ["ExactQuery"]

# Scores come in tiers: the document of this number, then hits in the title, then the rest;
# BM25 orders within a tier. f32 leaves it three decimals below the highest tier.
_NUMBER_TIER = 30_000.0
_TITLE_TIER = 500.0
_WHOLE_TITLE_TIER = 400.0
_TITLE_WEIGHT = 2.0


class ExactQuery:
    """The query for what was typed; with `in_title` the words must stand in the title."""

    def __init__(
        self, schema: tantivy.Schema, parsed: ParsedQuery, *, in_title: bool = False
    ) -> None:
        self._schema = schema
        self._parsed = parsed
        self._in_title = in_title

    def parts(self) -> list[tuple[str, Query]]:
        """Every part of the text by itself, by a name for people."""
        parts = [
            ("".join("".join(run) for run in clause), self.clause(clause, ranked=True))
            for clause in self._parsed.clauses
        ]
        parts += [(each.word, self.figure(each, ranked=True)) for each in self._parsed.figures]
        number = Query.term_set_query(self._schema, NUMBER_KEY, list(self._parsed.keys))
        return [*parts, ("number", Query.const_score_query(number, _NUMBER_TIER))]

    def text(self, *, ranked: bool) -> Query:
        """The words, or the number the query may stand for."""
        numbered = Query.term_set_query(self._schema, NUMBER_KEY, list(self._parsed.keys))
        words = [(Occur.Must, self.clause(c, ranked=ranked)) for c in self._parsed.clauses]
        words += [(Occur.Must, self.figure(f, ranked=ranked)) for f in self._parsed.figures]
        if ranked and len(self._parsed.clauses) > 1:
            together = [run for clause in self._parsed.clauses for run in clause]
            whole = self._phrase(TITLE, tuple(together))
            words.append((Occur.Should, Query.const_score_query(whole, _WHOLE_TITLE_TIER)))
        worded = Query.boolean_query(words)
        if ranked:
            numbered = Query.const_score_query(numbered, _NUMBER_TIER)
        return Query.boolean_query([(Occur.Should, numbered), (Occur.Should, worded)])

    def clause(self, clause: Clause, *, ranked: bool) -> Query:
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

    def figure(self, figure: AskedFigure, *, ranked: bool) -> Query:
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
