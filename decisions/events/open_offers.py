"""Sessions of open days for which one can sign up, among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from decisions.events.models import EventSession
from decisions.events.moments import span_words
from decisions.events.workflow import Status
from decisions.participation.offers import Offer, first_words

KIND: Final = "events"
LABEL: Final = "开放活动"
_MOST: Final = 300


def offered(at: dt.datetime) -> Iterator[Offer]:
    """Those whose time for signing up runs: what lies behind stands in the calendar. One query."""
    rows = EventSession.objects.filter(
        event__status=Status.PUBLISHED, called_off_at=None, opens_at__lte=at, closes_at__gt=at
    )
    for row in rows.select_related("event__organ").order_by("closes_at", "pk")[:_MOST]:
        event = row.event
        yield Offer(
            kind=KIND,
            key=row.pk,
            title=f"{event.title}（{span_words(row.starts_at, row.ends_at)}）",
            url=event.get_absolute_url(),
            organ=event.organ.short_name,
            organ_code=event.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            gist=first_words(event.text),
            counts=f"{row.places}{row.get_unit_display()}",
        )
