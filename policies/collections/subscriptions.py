"""New versions of themes and packs as news for those who follow the library or one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils import timezone

from disclosure.news import Followed, Item, grouped
from disclosure.presenters.words import day
from disclosure.selectors import public_documents
from policies.collections.models import CollectionMember, CollectionVersion
from policies.collections.selectors import released
from policies.collections.services.entries import KIND, NEWS_CODE
from portal.notifications.registry import News


def _rows() -> Any:
    return released().order_by("released_at", "pk")


def _between(since: dt.datetime, until: dt.datetime | None) -> Iterator[Item]:
    rows = _rows().filter(released_at__gt=since)
    yield from items_of(rows.filter(released_at__lt=until) if until else rows)


def items_of(rows: Iterable[CollectionVersion]) -> Iterator[Item]:
    """Released versions with the public documents that their collections hold."""
    found = list(rows)
    members = CollectionMember.objects.filter(
        public_documents("document"), collection__in=[row.collection_id for row in found]
    )
    concerned = grouped(members.values_list("collection_id", "document_id"))
    for row in found:
        documents = concerned.get(row.collection_id, frozenset())
        yield Item(_told(row), "", row.collection_id, documents)


def _news(numbers: Collection[int]) -> Mapping[int, News]:
    return {row.pk: _told(row) for row in _rows().filter(pk__in=list(numbers))}


def _told(row: CollectionVersion) -> News:
    kind = row.collection.get_kind_display()
    at: Any = row.released_at
    return News(
        object_id=row.pk,
        title=row.title,
        facts="　".join((row.collection.organ.name, f"{day(timezone.localdate(at))}发布")),
        url=row.collection.get_absolute_url(),
        first_public_at=at,
        public_at=at,
        said=f"新的{kind}" if row.version == 1 else f"{kind}有新的一版",
    )


COLLECTIONS: Final = Followed(NEWS_CODE, "专题和服务包", 40, KIND, _between, _news)
