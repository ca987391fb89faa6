"""What comes near a question: all its words anywhere, near first; then most, by how telling.

Three kinds of evidence are added up for each entry: the words and what else they are called, by
field (fields.py) and weighted by how few entries have them; a title that differs from what was
typed by one character; a title, subject or organ that sounds like it. An entry that has every
telling word stands a step above those that have not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from portal.search.fields import FIELDS
from portal.search.index_schema import BODY, FACET, SOUND, TITLE
from portal.search.needs import Concept, Need, Sound
from portal.search.querysets import facet_term
from portal.search.readings import initial_terms, sound_terms, syllables
from portal.search.tokens import Run, phrase_terms

__all__ = ["WEIGHTS", "Evidence", "NearQuery", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What evidence is worth beside a word's own weight: about 1 for a common, 7 for a rare one."""

    other_name: float = 0.7
    weak: float = 0.4
    every_word: float = 6.0
    side_by_side: float = 2.0
    place: float = 2.0
    slip: float = 1.5
    sound: float = 1.5
    letters: float = 1.0
    short: float = 4.0


WEIGHTS = Weights()
# Shorter runs differ by one character from too much.
_SHORTEST_SLIP, _LONGEST_SLIP = 4, 24
_SHORTEST_SOUND = 3
# A short word leaves out at most so many characters between two of its own.
_SHORTEST_SHORT, _LONGEST_SHORT, _LEFT_OUT = 2, 4, 4
# A word borne by more than this part of all entries cannot alone make one come near.
_COMMON = 0.1
_FEW = 1000
_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that may speak for an entry, by a name for people. What is not enough only helps;
    what is telling makes an entry come near by itself.
    """

    name: str
    query: Query
    is_telling: bool = False
    is_enough: bool = True


class NearQuery:
    """The query for what comes near, made for one state of the index."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, *, in_title: bool = False
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._fields = FIELDS[:1] if in_title else FIELDS
        self._frequencies: dict[tuple[str, str], int] = {}

    def of(self, need: Need, *, is_strict: bool = True) -> Query | None:
        """The query for a need; None when nothing in it could be met.

        A strict one asks for a word that is not common, or for every word where all of them are:
        common words one by one would propose half the library.
        """
        evidence = self.evidence(need)
        if not any(each.is_enough for each in evidence):
            return None
        clauses = [(Occur.Should, each.query) for each in evidence]
        if is_strict:
            needed = [each.query for each in evidence if each.is_telling]
            either = Query.boolean_query([(Occur.Should, query) for query in needed])
            if needed:
                clauses.append((Occur.Must, Query.const_score_query(either, 0.0)))
        return Query.boolean_query(clauses)

    def evidence(self, need: Need) -> list[Evidence]:
        """Everything that may speak for an entry, each by itself."""
        words = [(each, query) for each in need.concepts if (query := self._concept(each))]
        found = [
            Evidence(
                "/".join(map("".join, (each.run, *each.others))),
                query,
                is_telling=not (each.is_weak or self._is_common(each)),
            )
            for each, query in words
        ]
        telling = [query for each, query in words if not each.is_weak]
        if len(telling) > 1 and len(telling) == len(need.telling):
            every = Query.boolean_query([(Occur.Must, query) for query in telling])
            worth = Query.const_score_query(every, WEIGHTS.every_word)
            found.append(Evidence("every word", worth, is_telling=True))
            found += [
                Evidence("side by side", q, is_enough=False) for q in self._side_by_side(need)
            ]
        for run in need.runs:
            if query := self._slips(run, need.known):
                found.append(Evidence(f"one slip: {''.join(run)}", query, is_telling=True))
            if query := self._homophones(run):
                found.append(Evidence(f"sounds like {''.join(run)}", query, is_telling=True))
        for sound in need.sounds:
            found += [Evidence("pinyin", q, is_telling=True) for q in self._sounding(sound)]
        for code in need.organs:
            organ = self._term(FACET, facet_term("organ", code))
            worth = Query.const_score_query(organ, WEIGHTS.place)
            found.append(Evidence(f"organ {code}", worth, is_enough=False))
        return found

    # ------------------------------------------------------------------ words

    def _concept(self, concept: Concept) -> Query | None:
        weight = WEIGHTS.weak if concept.is_weak else 1.0
        names = [(concept.run, weight)]
        names += [(run, weight * WEIGHTS.other_name) for run in concept.others]
        queries = [query for run, worth in names if (query := self._name(run, worth))]
        if short := self._abbreviated(concept):
            queries.append(short)
        if len(queries) < 2:
            return queries[0] if queries else None
        return Query.disjunction_max_query(queries, 0.1)

    def _abbreviated(self, concept: Concept) -> Query | None:
        """Titles that spell out an unknown short word (环评: 环境影响评价), in its order."""
        run = concept.run
        is_short = _SHORTEST_SHORT <= len(run) <= _LONGEST_SHORT
        if concept.is_latin or concept.others or not is_short or self._stands(TITLE, run):
            return None
        terms = [(2 * at, unit) for at, unit in enumerate(run)]
        if not self._all_stand(TITLE, terms):
            return None
        found = self._at(TITLE, terms, slop=2 * _LEFT_OUT * (len(run) - 1))
        return Query.const_score_query(found, WEIGHTS.short * len(run))

    def _name(self, run: Run, worth: float) -> Query | None:
        """A word in any field, weighted by how telling it is and by the field."""
        idf = self._idf(run)
        if idf is None:
            return None
        found = []
        for each in self._fields:
            if not self._stands(each.name, run):
                continue
            query = Query.boost_query(
                self._phrase(each.name, run),
                worth * each.weight * idf / self._own_idf(each.name, run),
            )
            found.append((Occur.Should, query))
        return Query.boolean_query(found) if found else None

    def _idf(self, run: Run) -> float | None:
        """How telling a word is by the rarest pair in it; None when it stands nowhere."""
        frequencies = [
            max(self._frequency(each.name, term) for each in self._fields)
            for _, term in phrase_terms([run])
        ]
        return self._weight(min(frequencies)) if min(frequencies) else None

    def _own_idf(self, field: str, run: Run) -> float:
        """What tantivy multiplies a phrase with: the sum over its terms."""
        terms = [term for _, term in phrase_terms([run])]
        return sum(self._weight(self._frequency(field, term)) for term in terms)

    def _weight(self, frequency: int) -> float:
        count = max(1, self._searcher.num_docs)
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    def _is_common(self, concept: Concept) -> bool:
        limit = max(_FEW, int(self._searcher.num_docs * _COMMON))
        names = (concept.run, *concept.others)
        return sum(self._rarest(run) for run in names) > limit

    def _rarest(self, run: Run) -> int:
        return min(self._frequency(BODY, term) for _, term in phrase_terms([run]))

    def _stands(self, field: str, run: Run) -> bool:
        return all(self._frequency(field, term) for _, term in phrase_terms([run]))

    def _frequency(self, field: str, term: str) -> int:
        known = self._frequencies.get((field, term))
        if known is None:
            known = self._frequencies[field, term] = self._searcher.doc_freq(field, term)
        return known

    def _side_by_side(self, need: Need) -> Iterator[Query]:
        """The words in their order not far from one another."""
        words = [each.run for each in need.telling]
        for name in (each.name for each in self._fields if each.name in {TITLE, BODY}):
            if all(self._stands(name, run) for run in words):
                found = self._phrase(name, *words, slop=_WITHIN)
                yield Query.const_score_query(found, WEIGHTS.side_by_side)

    # ------------------------------------------------------------------ slips and sounds

    def _slips(self, run: Run, known: Collection[Run]) -> Query | None:
        """Titles with one character else, more or fewer than the run; not within a known word."""
        if not _SHORTEST_SLIP <= len(run) <= _LONGEST_SLIP:
            return None
        fixed = _places_of(known, run)
        ways = [way for way in _one_off(run, fixed) if self._all_stand(TITLE, way)]
        if not ways:
            return None
        worth = WEIGHTS.slip * _run_worth(run)
        found = Query.boolean_query([(Occur.Should, self._at(TITLE, way)) for way in ways])
        return Query.const_score_query(found, worth)

    def _homophones(self, run: Run) -> Query | None:
        """Titles that sound like a run of Chinese characters."""
        if len(run) < _SHORTEST_SOUND:
            return None
        terms = list(enumerate(sound_terms(syllables(run))))
        if not self._all_stand(SOUND, terms):
            return None
        return Query.const_score_query(self._at(SOUND, terms), WEIGHTS.sound * _run_worth(run))

    def _sounding(self, sound: Sound) -> Iterator[Query]:
        """Titles, subjects and organs in pinyin, in full or by initials."""
        ways = [list(enumerate(sound_terms(way))) for way in sound.ways if len(way) > 1]
        for way in ways:
            if self._all_stand(SOUND, way):
                yield Query.boost_query(self._at(SOUND, way), WEIGHTS.sound)
        if sound.initials:
            terms = list(enumerate(initial_terms(sound.initials)))
            if self._all_stand(SOUND, terms):
                yield Query.boost_query(self._at(SOUND, terms), WEIGHTS.letters)

    # ------------------------------------------------------------------ queries

    def _all_stand(self, field: str, terms: Sequence[tuple[int, str]]) -> bool:
        return bool(terms) and all(self._frequency(field, term) for _, term in terms)

    def _phrase(self, field: str, *words: Run, slop: int = 0) -> Query:
        terms, shift = [], 0
        for run in words:
            terms += [(shift + place, term) for place, term in phrase_terms([run])]
            shift += 2 * len(run)
        return self._at(field, terms, slop)

    def _at(self, field: str, terms: Sequence[tuple[int, str]], slop: int = 0) -> Query:
        if len(terms) == 1:
            return self._term(field, terms[0][1])
        first = terms[0][0]
        places: list[str | tuple[int, str]] = [(place - first, term) for place, term in terms]
        return Query.phrase_query(self._schema, field, places, slop)

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term)


def _run_worth(run: Run) -> float:
    """About what as many telling words would be worth."""
    return 2.0 * len(run)


def _places_of(words: Collection[Run], run: Run) -> frozenset[int]:
    """The places in a run taken by one of these words."""
    found: set[int] = set()
    for word in words:
        for start in range(len(run) - len(word) + 1):
            if run[start : start + len(word)] == word:
                found.update(range(start, start + len(word)))
    return frozenset(found)


def _one_off(run: Run, fixed: Collection[int] = ()) -> Iterator[list[tuple[int, str]]]:
    """The places and terms of titles that have the run but for one character: another one in its
    place, none there, one more before it.
    """
    for at in range(len(run)):
        left, right = run[:at], run[at:]
        ways = [] if at in fixed else [(right[1:], 2), (right[1:], 0)]
        if not (at in fixed and at - 1 in fixed):
            ways.append((right, 2))
        for rest, shift in ways:
            terms = phrase_terms([left]) if left else []
            start = 2 * len(left) + shift
            terms += [(start + place, term) for place, term in phrase_terms([rest] if rest else [])]
            if len(terms) > 1:
                yield terms
