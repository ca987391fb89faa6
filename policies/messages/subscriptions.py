"""Published messages as news for those who follow the library or one document.

A notice repeats nothing of what was asked: it could not be taken back with the writer's consent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.utils import timezone

from disclosure.models import Document
from disclosure.news import Followed, Item
from disclosure.presenters.words import day
from policies.messages.models import PublishedMessage
from policies.messages.search_entries import KIND, NEWS_CODE
from portal.notifications.registry import News


def _rows() -> Any:
    rows = PublishedMessage.objects.live().select_related("organ")
    return rows.order_by("published_at", "pk")


def _between(since: dt.datetime, until: dt.datetime | None) -> Iterator[Item]:
    rows = _rows().filter(published_at__gt=since)
    found = list(rows.filter(published_at__lt=until) if until else rows)
    policies = {row.policy_id for row in found if row.policy_id}
    public = set(Document.objects.public().filter(pk__in=policies).values_list("pk", flat=True))
    for row in found:
        concerned = frozenset({row.policy_id} & public)
        yield Item(_told(row), row.published_at.isoformat(), row.pk, concerned)


def _news(numbers: Collection[int]) -> Mapping[int, News]:
    return {row.pk: _told(row) for row in _rows().filter(pk__in=list(numbers))}


def _told(row: PublishedMessage) -> News:
    return News(
        object_id=row.pk,
        title=f"{row.organ.name}答复的一件{row.get_category_display()}",
        facts=f"{day(timezone.localdate(row.published_at))}公开",
        url=row.get_absolute_url(),
        first_public_at=row.published_at,
        public_at=row.published_at,
        said="留言有了公开的答复",
    )


MESSAGES: Final = Followed(NEWS_CODE, "公开的留言和答复", 30, KIND, _between, _news)
