"""Consultations among what one can take part in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Q

from decisions.consultations.choices import OFFERED
from decisions.consultations.models import Consultation
from decisions.consultations.workflow import OpinionStatus, Status
from decisions.participation.offers import Offer, first_words

LABEL: Final = "征求意见"
_MOST: Final = 300


def offered(at: dt.datetime) -> Iterator[Offer]:
    """Those that have begun and were not stopped; how many wrote is told with the outcome. One
    query.
    """
    received = Count("opinions", filter=~Q(opinions__status=OpinionStatus.WITHDRAWN))
    rows = Consultation.objects.public(at).exclude(status=Status.STOPPED)
    for row in (
        rows.select_related("organ").annotate(received=received).order_by("-opens_at")[:_MOST]
    ):
        answered = row.outcome_at if row.status == Status.ANSWERED else None
        yield Offer(
            kind=OFFERED,
            key=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at or at,
            closes_at=row.closes_at,
            answered_at=answered,
            gist=first_words(row.gist),
            counts=f"收到{row.received}条意见" if answered else "",
            outcome=first_words(row.outcome) if answered else "",
        )
