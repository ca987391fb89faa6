"""Solicitations among what one can take part in, and topics on the page of what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from decisions.events.sources import Beside
from decisions.participation.offers import Kind, Offer, first_words
from decisions.solicitations.choices import Kind as What
from decisions.solicitations.choices import offered_as
from decisions.solicitations.selectors import public_solicitations, topics_of
from decisions.solicitations.workflow import Status

if TYPE_CHECKING:
    from decisions.events.models import Event

# Where each stands among all kinds, and its number.
_PLACES: Final = {What.PROJECT: (12, 6), What.NEED: (14, 7), What.TOPIC: (42, 8)}
_MOST: Final = 300


def kinds() -> list[Kind]:
    """A kind for each of what is gathered."""
    return [
        Kind(offered_as(what), what.label, place, partial(offered, what), number)
        for what, (place, number) in _PLACES.items()
    ]


def offered(what: What, at: dt.datetime) -> Iterator[Offer]:
    """Those of one kind that were not stopped. One query."""
    rows = public_solicitations(at).filter(kind=what).exclude(status=Status.STOPPED)
    for row in rows[:_MOST]:
        yield Offer(
            kind=offered_as(what),
            key=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            public_at=row.announced_at,
            answered_at=row.answered_at,
            gist=first_words(row.text),
            counts=f"{getattr(row, 'received', 0)}条建议" if row.sorted_at else "",
            outcome=first_words(row.upshot) if row.answered_at else "",
        )


def beside_event(event: Event) -> Sequence[Beside]:
    """The topics of which an event came, on its page. One query."""
    return [
        Beside(
            f"{row.solicitation.title}：{row.title}", row.solicitation.get_absolute_url(),
            f"征集来的选题，第{row.number}件，列入", is_origin=True,
        )
        for row in topics_of(event)
    ]  # fmt: skip
