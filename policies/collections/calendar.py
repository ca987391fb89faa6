"""The days of packs for people's own calendars: when one may apply, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from disclosure import document_topic
from disclosure.calendar import criterion_of
from disclosure.news import Item, meeting
from policies.collections.models import CollectionVersion
from policies.collections.subscriptions import COLLECTIONS, items_of
from policies.collections.workflow import Status
from portal.common.calendars import Noted

_DAYS: Final = (("opens", "申请开始"), ("closes", "申请截止"))


def application_days(query: QueryDict, since: dt.date) -> Iterator[Noted]:
    """When applications begin and end, of packs that meet a filter of the library, or that hold a
    document (`id`); what was taken down lately is off and says nothing more of itself.
    """
    near = Q(opens_on__gte=since) | Q(closes_on__gte=since)
    rows = CollectionVersion.objects.filter(near)
    shown = rows.filter(status=Status.RELEASED).select_related("collection__organ")
    items = list(items_of(shown.order_by("released_at", "pk")))
    met = {item.news.object_id for item in _asked(items, query)}
    for version in shown:
        if version.pk in met:
            yield from _days(version, since)
    public = CollectionVersion.objects.filter(
        collection=OuterRef("collection"), status=Status.RELEASED
    )
    gone = rows.filter(~Exists(public), status=Status.WITHDRAWN, updated_at__date__gte=since)
    for version in gone.select_related("collection").order_by("pk"):
        yield from _days(version, since)


def _asked(items: list[Item], query: QueryDict) -> list[Item]:
    if "id" in query:
        number = document_topic.number_of(query.urlencode())
        return [item for item in items if number in item.documents]
    criterion = criterion_of(query)
    return [] if criterion is None else meeting(COLLECTIONS, items, criterion)


def _days(version: CollectionVersion, since: dt.date) -> Iterator[Noted]:
    is_off = version.status == Status.WITHDRAWN
    for (what, words), day in zip(_DAYS, (version.opens_on, version.closes_on), strict=True):
        if day is not None and day >= since:
            yield Noted(
                code=f"collection-{version.collection_id}-{what}",
                day=day,
                words="专题已撤下" if is_off else f"{words}：{version.title}",
                facts="" if is_off else version.summary,
                path="" if is_off else version.collection.get_absolute_url(),
                changed_at=version.updated_at,
                # A version taken down comes after itself, and before the next.
                sequence=2 * version.version + is_off,
                is_off=is_off,
            )
