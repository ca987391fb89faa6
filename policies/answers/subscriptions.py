"""Answers as news for those who follow the library or one document: a new one, and a change of
weight; of a slight change and of a slip of the pen nobody is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from disclosure.news import Followed, Item, grouped
from disclosure.presenters.words import day
from disclosure.selectors import public_documents
from policies.answers.choices import Audience
from policies.answers.models import Basis, Entry, EntryVersion
from policies.answers.search_entries import NEWS_CODE
from policies.answers.selectors import KIND_OF
from portal.notifications.registry import News


def _rows() -> Any:
    """Of each entry that anyone may read the version since which its votes count: the last of
    weight, whatever was mended in it since.
    """
    rows = EntryVersion.objects.filter(
        entry__in=Entry.objects.public(), number=F("entry__current__counted_from")
    )
    return rows.select_related("entry__current", "entry__organ").order_by("released_at", "pk")


def _between(since: dt.datetime, until: dt.datetime | None) -> Iterator[Item]:
    rows = _rows().filter(released_at__gt=since)
    found = list(rows.filter(released_at__lt=until) if until else rows)
    bases = Basis.objects.filter(
        public_documents("document"), version__in=[row.entry.current_id for row in found]
    )
    concerned = grouped(bases.values_list("version_id", "document_id"))
    for row in found:
        documents = concerned.get(row.entry.current_id, frozenset())
        yield Item(_told(row), "", row.entry_id, documents)


def _news(numbers: Collection[int]) -> Mapping[int, News]:
    return {row.pk: _told(row) for row in _rows().filter(pk__in=list(numbers))}


def _told(row: EntryVersion) -> News:
    entry: Any = row.entry
    released: Any = row.released_at
    return News(
        object_id=row.pk,
        title=entry.current.question,
        facts="　".join((entry.organ.name, f"{day(timezone.localdate(released))}公开")),
        url=entry.get_absolute_url(),
        first_public_at=released,
        public_at=released,
        said="新问答" if row.number == 1 else "问答有重大改动",
    )


ANSWERS: Final = Followed(
    NEWS_CODE, "问答（新的和有重大改动的）", 20, KIND_OF[Audience.PUBLIC], _between, _news
)
