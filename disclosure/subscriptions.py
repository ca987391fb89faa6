"""The library as a topic to subscribe to: its filter is the criterion, its documents the news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from disclosure.address import FACETS, OPENING, Address
from disclosure.choices import Validity
from disclosure.filters import read_address
from disclosure.models import Document
from disclosure.presenters.facets import TITLES, Names
from disclosure.presenters.words import day, issuers_of
from disclosure.search_entries import PUBLIC_KIND
from disclosure.selectors import category_names, organs_by_code
from disclosure.stored_questions import Entry, Question, groups_of
from portal.common.errors import ActRefused
from portal.notifications.registry import Conditions, News, Thing, Topic
from portal.organs.models import Organ
from portal.search.models import SearchEntry
from portal.search.queries import Span, search
from portal.search.query_parser import parse
from portal.search.querysets import facet_term
from portal.search.tokens import clean
from portal.taxonomy.models import Audience, PolicyTag, Theme

_BATCH = 100
# A facet that so many entries bear is as common as one that all bear.
_ENOUGH = 1000
# The list opens with what holds today; of what is new, what holds from some day on belongs to it.
_PRESET = (*OPENING, Validity.NOT_YET.value)


def normalise(query: str) -> str:
    """The filter of a query string in its one spelling: text, where it stands, and facets alone.

    Order and page say nothing of a document, and the day on which it must have held nothing of
    what is still to come. Raises ActRefused for words that stand in no document.
    """
    asked = read_address(QueryDict(query))
    filters = {name: tuple(sorted(values)) for name, values in asked.filters.items()}
    if not asked.all_states and "validity" not in filters:
        filters["validity"] = tuple(sorted(_PRESET))
    text = " ".join(asked.text.split())
    if parse(text).is_unanswerable:
        raise ActRefused(f"“{text}”里没有可以检索的字词，无法订阅。请换几个字词后再试。")
    lasting = Address(text, filters, all_states=asked.all_states, is_titled=asked.is_titled)
    return lasting.url().removeprefix("?")


def describe(criteria: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each criterion in words, part by part."""
    names = Names(organs_by_code(), category_names())
    return {criterion: tuple(_words(criterion, names)) for criterion in criteria}


def url(criterion: str) -> str:
    """The list under this criterion."""
    return reverse("disclosure:library") + (f"?{criterion}" if criterion else "")


def conditions(criterion: str) -> Conditions:
    """What a document's search entry must bear to be found by a criterion; words are looked for
    before facets, and of facets the one that the fewest entries bear.
    """
    question = question_of(criterion)
    groups = groups_of(question)
    if question.facets and question.text.is_blank:
        groups.sort(key=_bearing)
    return Conditions(tuple(groups), is_exact=question.text.is_blank)


def question_of(criterion: str) -> Question:
    """A criterion as it is put to entries."""
    return Question.of(read_address(QueryDict(criterion)).query)


def _bearing(group: frozenset[str]) -> int:
    """How many live entries bear one of these facets; so many that it is no matter, at most."""
    live = SearchEntry.objects.live([PUBLIC_KIND]).filter(facet_terms__overlap=sorted(group))
    return len(live.order_by().values_list("pk", flat=True)[:_ENOUGH])


def things(since: dt.datetime, _at: dt.datetime) -> Iterator[Thing]:
    """Public documents published after `since`, oldest first."""
    for document, entry in _published(since):
        yield _thing(document, Entry(entry))


def _thing(document: Document, entry: Entry) -> Thing:
    one = told(document)
    return Thing(
        news=one,
        version=one.public_at.isoformat(),
        terms=lambda: entry.terms,
        meets=lambda criterion: entry.meets(question_of(criterion)),
    )


def news(numbers: Collection[int], _at: dt.datetime) -> dict[int, News]:
    """Those of some documents that anyone may still read."""
    rows = Document.objects.public().filter(pk__in=numbers).defer("body", "text")
    found = rows.select_related("organ").prefetch_related("issuer_rows")
    return {document.pk: told(document) for document in found}


def count(criterion: str, first: dt.date, last: dt.date) -> int:
    """How many documents of the list became public in these days."""
    address = replace(read_address(QueryDict(criterion)), span=Span(first, last))
    return search(replace(address.query, per_page=1, near=False), viewer=AnonymousUser()).total


def lost(terms: Collection[str]) -> set[str]:
    """Those of some terms that no document can come to bear: a label, theme or organ is not there
    any more under this name.
    """
    known = {
        "tag": PolicyTag.objects.values_list("name", flat=True),
        "audience": Audience.objects.values_list("name", flat=True),
        "theme": Theme.objects.filter(parent=None).values_list("path", flat=True),
        "subtheme": Theme.objects.exclude(parent=None).values_list("path", flat=True),
        "organ": Organ.objects.values_list("code", flat=True),
    }
    found: set[str] = set()
    for name, values in known.items():
        begins = facet_term(name, "")
        borne = {facet_term(name, clean(value)) for value in values}
        found |= {term for term in terms if term.startswith(begins) and term not in borne}
    return found


TOPIC = Topic(
    "library", "公文库", normalise, describe, url, conditions, things, news, count, lost,
    own="新公开的文件",
)  # fmt: skip


def _words(criterion: str, names: Names) -> Iterator[str]:
    asked = read_address(QueryDict(criterion))
    if asked.text:
        yield f"标题含“{asked.text}”" if asked.is_titled else f"含“{asked.text}”"
    for name in FACETS:
        values = asked.filters.get(name, ())
        if name == "validity" and set(values) == set(_PRESET):
            yield "现行有效或尚未施行"
        elif values:
            title = "主题" if name == "subtheme" else TITLES[name]
            yield f"{title}：{'、'.join(names.full(name, value) for value in values)}"
    if not asked.text and not asked.filters:
        yield "全部新公开的文件"


def _published(since: dt.datetime) -> Iterator[tuple[Document, SearchEntry]]:
    """What anyone may read, published after a moment, with its search entry; a 历史公文 that was
    taken in is no news.
    """
    public = Document.objects.public()
    waiting = iter(
        list(
            public.filter(published_at__gt=since, first_published_on=None)
            .order_by("published_at", "pk")
            .values_list("pk", flat=True)
        )
    )
    while ids := list(islice(waiting, _BATCH)):
        yield from _with_entries(ids)


def _with_entries(ids: Sequence[int]) -> Iterator[tuple[Document, SearchEntry]]:
    """These documents, as far as they are still public, with their search entries."""
    documents = (
        Document.objects.public()
        .select_related("organ")
        .prefetch_related("issuer_rows")
        .defer("body", "text")
        .in_bulk(ids)
    )
    live = SearchEntry.objects.live([PUBLIC_KIND]).filter(object_id__in=ids)
    entries: Mapping[int, SearchEntry] = {entry.object_id: entry for entry in live}
    for number in ids:
        if number in documents and number in entries:
            yield documents[number], entries[number]


def told(document: Document) -> News:
    """A public document as news; its organ and issuers are read with it."""
    # No row is public without its two moments: a constraint of the table.
    first_public_at = cast("dt.datetime", document.first_published_at)
    public_at = cast("dt.datetime", document.published_at)
    released = f"{day(timezone.localdate(public_at))}公开"
    facts = (document.doc_number, issuers_of(document, most=2), released)
    return News(
        object_id=document.pk,
        title=document.title,
        facts="　".join(fact for fact in facts if fact),
        url=document.get_absolute_url(),
        first_public_at=first_public_at,
        public_at=public_at,
    )
