"""Interpretations as news for those who follow the library or one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from disclosure.news import Followed, Item, grouped
from disclosure.presenters.words import day
from disclosure.selectors import public_documents
from policies.interpretations.models import ExplainedPolicy, Interpretation
from policies.interpretations.search_entries import KIND, NEWS_CODE
from portal.notifications.registry import News

if TYPE_CHECKING:
    from policies.interpretations.querysets import InterpretationQuerySet


def _rows() -> InterpretationQuerySet:
    rows = Interpretation.objects.public().select_related("organ", "series")
    found: InterpretationQuerySet = rows.order_by("published_at", "pk")
    return found


def _between(since: dt.datetime, until: dt.datetime | None) -> Iterator[Item]:
    rows = _rows().filter(published_at__gt=since)
    found = list(rows.filter(published_at__lt=until) if until else rows)
    explained = ExplainedPolicy.objects.filter(
        public_documents("document"), interpretation__in=found
    )
    concerned = grouped(explained.values_list("interpretation_id", "document_id"))
    for case in found:
        version = case.published_at.isoformat()
        yield Item(_told(case), version, case.series_id, concerned.get(case.pk, frozenset()))


def _news(numbers: Collection[int]) -> Mapping[int, News]:
    return {case.series_id: _told(case) for case in _rows().filter(series__in=list(numbers))}


def _told(case: Interpretation) -> News:
    """A series is news once: a later edition of it is read at the same address."""
    first: Any = case.first_published_at
    latest: Any = case.published_at
    released = f"{day(timezone.localdate(first))}公开"
    return News(
        object_id=case.series_id,
        title=case.title,
        facts="　".join((case.get_stage_display(), case.organ.name, released)),
        url=case.series.get_absolute_url(),
        first_public_at=first,
        public_at=latest,
        said="新解读",
    )


INTERPRETATIONS: Final = Followed(NEWS_CODE, "政策解读", 10, KIND, _between, _news)
