"""Seats at meetings among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from decisions.events.sources import Beside
from decisions.participation.offers import Offer, first_words
from decisions.seats.choices import OFFERED
from decisions.seats.choices import Kind as Seats
from decisions.seats.selectors import observed_by, public_sittings
from decisions.seats.workflow import Status

if TYPE_CHECKING:
    from decisions.events.models import Event

KIND: Final = OFFERED[Seats.SEAT]
LABEL: Final = "列席会议"
HEARINGS: Final = OFFERED[Seats.HEARING]
HEARINGS_LABEL: Final = "听证会"
_MOST: Final = 300


def offered(_at: dt.datetime) -> Iterator[Offer]:
    """Meetings that were announced and not aborted. One query."""
    yield from _offers(Seats.SEAT)


def hearings_offered(_at: dt.datetime) -> Iterator[Offer]:
    """Hearings likewise."""
    yield from _offers(Seats.HEARING)


def _offers(seats: Seats) -> Iterator[Offer]:
    for row in public_sittings(seats).exclude(status=Status.ABORTED)[:_MOST]:
        yield Offer(
            kind=OFFERED[seats],
            key=row.pk,
            title=row.topic,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            public_at=row.announced_at,
            answered_at=row.told_at if row.status == Status.TOLD else None,
            gist=first_words(row.text),
            counts=f"{row.places}席，{getattr(row, 'people', 0)}人报名",
        )


def beside_event(event: Event) -> Sequence[Beside]:
    """The hearings that are observed by signing up for an event, on its page. One query."""
    words = "旁听的人不发言；会后可以在自己报名的网页上提书面意见"
    return [
        Beside(f"{row.get_kind_display()}：{row.topic}", row.get_absolute_url(), words,
               is_origin=True)
        for row in observed_by(event)
    ]  # fmt: skip
