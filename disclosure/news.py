"""News about documents, for those who follow the library or one document: what explains one, an
answer that rests on it, a day that comes for it.

Apps above register their kinds in `AppConfig.ready()`. A thing that is no document bears what it
says of itself in the search, and what the documents bear that it concerns: so the filter of the
library finds the explanation of a document that meets it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from django.utils import timezone

from disclosure import document_topic, subscriptions
from disclosure.address import STATES
from disclosure.search_entries import PUBLIC_KIND
from disclosure.stored_questions import Entry, Joined
from portal.notifications.registry import News, NewsKind, Thing, register_news_kind
from portal.search.models import SearchEntry
from portal.search.querysets import facet_term
from portal.search.tokens import clean

# Of more than so many in a stretch of days nobody needs the number.
_MOST_COUNTED = 500
# What concerns no document has no state of its own: none keeps it from being told.
_ANY_STATE = frozenset(facet_term("validity", clean(state)) for state in STATES)


@dataclass(frozen=True)
class Item:
    """Something that was published: its own number in the search, and the public documents that it
    concerns. `version` tells this publication from an earlier one.
    """

    news: News
    version: str
    entry: int
    documents: frozenset[int]


@dataclass(frozen=True)
class Followed:
    """A kind of news about documents; `search_kind` is the one under which the search holds it.

    `between` gives what was published after a moment, up to another if one is given, oldest first,
    as far as anybody may still read it; `news` those of some numbers that anybody may still read.
    `label_of_one` is the label for those who follow one document, where it is another.
    """

    code: str
    label: str
    place: int
    search_kind: str
    between: Callable[[dt.datetime, dt.datetime | None], Iterable[Item]]
    news: Callable[[Collection[int]], Mapping[int, News]]
    label_of_one: str = ""


def register(followed: Followed) -> None:
    """Offer it to those who follow the library, and to those who follow one document."""
    of_one = followed.label_of_one or followed.label
    for topic, bearing, label in (
        (subscriptions.TOPIC, _InLibrary, followed.label),
        (document_topic.WATCH, _OfDocument, of_one),
    ):
        kind = NewsKind(
            followed.code,
            label,
            followed.place,
            partial(_things, followed, bearing),
            partial(_news, followed),
            partial(_count, followed, bearing),
        )
        register_news_kind(topic.code, kind)


def grouped(rows: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Which documents each thing concerns, from pairs of their numbers."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, document in rows:
        found[number].add(document)
    return {number: frozenset(documents) for number, documents in found.items()}


def meeting(followed: Followed, items: Sequence[Item], criterion: str) -> list[Item]:
    """Those of some things that meet a criterion of the library."""
    return _InLibrary(followed, items).meeting(criterion)


def _things(
    followed: Followed,
    bearing: type[_InLibrary | _OfDocument],
    since: dt.datetime,
    _at: dt.datetime,
) -> Iterator[Thing]:
    for item in followed.between(since, None):
        borne = bearing(followed, [item])
        yield Thing(
            item.news,
            item.version,
            partial(borne.terms, item),
            partial(borne.meets, item),
        )


def _news(followed: Followed, numbers: Collection[int], _at: dt.datetime) -> Mapping[int, News]:
    return followed.news(numbers)


def _count(
    followed: Followed,
    bearing: type[_InLibrary | _OfDocument],
    criterion: str,
    first: dt.date,
    last: dt.date,
) -> int:
    """How many of some days' things meet a criterion; no more than are worth counting."""
    since, until = _midnight(first), _midnight(last + dt.timedelta(days=1))
    items = list(islice(followed.between(since, until), _MOST_COUNTED))
    return len(bearing(followed, items).meeting(criterion))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class _OfDocument:
    """What things bear for those who follow one document: the documents they concern."""

    def __init__(self, followed: Followed, items: Sequence[Item]) -> None:
        del followed
        self._items = items

    def terms(self, item: Item) -> frozenset[str]:
        return frozenset(map(document_topic.term_of, item.documents))

    def meets(self, item: Item, criterion: str) -> bool:
        del item, criterion  # terms decide
        return True

    def meeting(self, criterion: str) -> list[Item]:
        number = document_topic.number_of(criterion)
        return [item for item in self._items if number in item.documents]


class _InLibrary:
    """What things bear for those who follow the library; their entries are read when first asked
    for, all of them at once.
    """

    def __init__(self, followed: Followed, items: Sequence[Item]) -> None:
        self._kind, self._items = followed.search_kind, items

    def terms(self, item: Item) -> frozenset[str]:
        return self._joined(item).terms

    def meets(self, item: Item, criterion: str) -> bool:
        return self._joined(item).meets(subscriptions.question_of(criterion))

    def meeting(self, criterion: str) -> list[Item]:
        question = subscriptions.question_of(criterion)
        return [item for item in self._items if self._joined(item).meets(question)]

    def _joined(self, item: Item) -> Joined:
        own = self._entries.get((self._kind, item.entry))
        of_documents = (self._entries.get((PUBLIC_KIND, one)) for one in sorted(item.documents))
        entries = [Entry(entry) for entry in (own, *of_documents) if entry is not None]
        return Joined(entries, () if item.documents else _ANY_STATE)

    @cached_property
    def _entries(self) -> dict[tuple[str, int], SearchEntry]:
        wanted: dict[str, set[int]] = {self._kind: {item.entry for item in self._items}}
        documents = {number for item in self._items for number in item.documents}
        wanted[PUBLIC_KIND] = wanted.get(PUBLIC_KIND, set()) | documents
        return {
            (entry.kind, entry.object_id): entry
            for kind, numbers in wanted.items()
            if numbers
            for entry in SearchEntry.objects.live([kind]).filter(object_id__in=numbers)
        }
