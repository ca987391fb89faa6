"""Solicitations among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Final

from decisions.participation.offers import Kind, Offer, first_words
from decisions.solicitations.choices import Kind as What
from decisions.solicitations.selectors import public_solicitations
from decisions.solicitations.workflow import Status

_PLACES: Final = {What.PROJECT: 12, What.NEED: 14, What.TOPIC: 42}
_MOST: Final = 300


def kinds() -> list[Kind]:
    """A kind for each of what is gathered."""
    return [
        Kind(f"solicitations-{what.value}", what.label, place, partial(offered, what))
        for what, place in _PLACES.items()
    ]


def offered(what: What, at: dt.datetime) -> Iterator[Offer]:
    """Those of one kind that were not stopped. One query."""
    rows = public_solicitations(at).filter(kind=what).exclude(status=Status.STOPPED)
    for row in rows[:_MOST]:
        yield Offer(
            kind=f"solicitations-{what.value}",
            key=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            answered_at=row.answered_at,
            gist=first_words(row.text),
            counts=f"{getattr(row, 'received', 0)}条建议" if row.sorted_at else "",
            outcome=first_words(row.upshot) if row.answered_at else "",
        )
