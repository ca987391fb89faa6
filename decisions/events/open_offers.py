"""Sessions of open days for which one can sign up, among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from decisions.events.choices import OFFERED
from decisions.events.models import EventSession
from decisions.events.moments import span_words
from decisions.events.workflow import Status
from decisions.participation.offers import Offer, first_words

LABEL: Final = "开放活动"
_MOST: Final = 300


def offered(at: dt.datetime) -> Iterator[Offer]:
    """Those whose time for signing up runs: what lies behind stands in the calendar. One query."""
    rows = _held().filter(event__status=Status.PUBLISHED, opens_at__lte=at, closes_at__gt=at)
    yield from _offers(rows.order_by("closes_at", "pk")[:_MOST])


def began(since: dt.datetime, until: dt.datetime) -> Iterator[Offer]:
    """Those for which one could sign up for the first time between two moments: from the latter of
    the moment they opened and that of their publication. One query.
    """
    rows = _held().filter(event__status__in=(Status.PUBLISHED, Status.FINISHED))
    moved = rows.annotate(begins=Greatest("opens_at", "event__published_at"))
    found = moved.filter(begins__gt=since, begins__lte=until)
    yield from _offers(found.order_by("-begins", "-pk")[:_MOST])


def _held() -> QuerySet[EventSession]:
    rows = EventSession.objects.filter(called_off_at=None)
    return rows.select_related("event__organ")


def _offers(rows: Iterable[EventSession]) -> Iterator[Offer]:
    for row in rows:
        event = row.event
        yield Offer(
            kind=OFFERED,
            key=row.pk,
            title=f"{event.title}（{span_words(row.starts_at, row.ends_at)}）",
            url=row.get_absolute_url(),
            organ=event.organ.short_name,
            organ_code=event.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            public_at=event.published_at,
            gist=first_words(event.text),
            counts=f"{row.places}{row.get_unit_display()}",
        )
