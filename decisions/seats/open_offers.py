"""Seats at meetings among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from decisions.participation.offers import Offer, first_words
from decisions.seats.choices import Kind as Seats
from decisions.seats.selectors import public_sittings
from decisions.seats.workflow import Status

KIND: Final = "sittings"
LABEL: Final = "列席会议"
HEARINGS: Final = "hearings"
HEARINGS_LABEL: Final = "听证会"
_MOST: Final = 300


def offered(_at: dt.datetime) -> Iterator[Offer]:
    """Meetings that were announced and not aborted. One query."""
    yield from _offers(Seats.SEAT, KIND)


def hearings_offered(_at: dt.datetime) -> Iterator[Offer]:
    """Hearings likewise."""
    yield from _offers(Seats.HEARING, HEARINGS)


def _offers(seats: Seats, kind: str) -> Iterator[Offer]:
    for row in public_sittings(seats).exclude(status=Status.ABORTED)[:_MOST]:
        yield Offer(
            kind=kind,
            key=row.pk,
            title=row.topic,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            answered_at=row.told_at if row.status == Status.TOLD else None,
            gist=first_words(row.text),
            counts=f"{row.places}席，{getattr(row, 'people', 0)}人报名",
        )
