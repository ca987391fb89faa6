"""One document as a topic to subscribe to: what is published that changes, ends or explains it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from django.http import QueryDict
from django.urls import reverse

from disclosure.choices import DATED_RELATIONS, RelationKind
from disclosure.imports.titles import quoted
from disclosure.models import Document, DocumentRelation
from disclosure.selectors import public_documents
from disclosure.subscriptions import news, told
from portal.common.errors import ActRefused
from portal.notifications.models.criterion import digest_of
from portal.notifications.registry import Conditions, Thing, Topic

_KINDS = (*DATED_RELATIONS, RelationKind.EXPLAINS, RelationKind.TRANSLATES)
_LARGEST = 2**63 - 1


def normalise(query: str) -> str:
    """The document asked for, as `id=12`. Raises ActRefused when nobody may read it."""
    number = number_of(query)
    if not Document.objects.public().filter(pk=number).exists():
        raise ActRefused("没有这份公开的文件，无法订阅。请从文件的页面重新点“关注这份文件”。")
    return f"id={number}"


def describe(criteria: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each document by its title, as long as it is public."""
    numbers = {criterion: number_of(criterion) for criterion in criteria}
    rows = Document.objects.public().filter(pk__in=numbers.values())
    titles = dict(rows.values_list("pk", "title"))
    return {
        criterion: (f"{quoted(titles[number])}" if number in titles else "这份文件已经不公开",)
        for criterion, number in numbers.items()
    }


def url(criterion: str) -> str:
    """The document's page; the library where none is named."""
    number = number_of(criterion)
    return reverse("disclosure:document", args=[number]) if number else _library()


def conditions(criterion: str) -> Conditions:
    """It must bear on the document that is followed."""
    return Conditions((frozenset({term_of(number_of(criterion))}),))


def things(since: dt.datetime, _at: dt.datetime) -> Iterator[Thing]:
    """What was published after `since` and bears on other documents, oldest first; one query. What
    comes to bear on another one afterwards is another version.
    """
    rows = (
        DocumentRelation.objects.filter(
            public_documents("source"), kind__in=_KINDS, source__published_at__gt=since
        )
        .select_related("source__organ")
        .prefetch_related("source__issuer_rows")
        .order_by("source__published_at", "source_id", "target_id")
    )
    for _, group in groupby(rows, key=attrgetter("source_id")):
        found = list(group)
        one = told(found[0].source)
        terms = frozenset(term_of(row.target_id) for row in found)
        version = digest_of(f"{one.public_at.isoformat()} {sorted(terms)}")
        yield Thing(one, version, lambda terms=terms: terms, lambda _criterion: True)  # type: ignore[misc]


def count(criterion: str, first: dt.date, last: dt.date) -> int:
    """How many documents that bear on it were published in these days."""
    rows = DocumentRelation.objects.filter(
        public_documents("source"),
        kind__in=_KINDS,
        target_id=number_of(criterion),
        source__published_at__date__range=(first, last),
    )
    return rows.values("source_id").distinct().count()


def term_of(number: int) -> str:
    """What everything bears that concerns a document."""
    return f"id={number}"


def number_of(query: str) -> int:
    """The key in a criterion; 0, which no document has, where there is none."""
    text = QueryDict(query).get("id", "")
    return min(int(text), _LARGEST) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _library() -> str:
    return reverse("disclosure:library")


WATCH = Topic(
    "document", "一份文件", normalise, describe, url, conditions, things, news, count,
    own="修改、废止、延长它的文件，新文本、译本和解读文件", takes_all=True,
)  # fmt: skip
