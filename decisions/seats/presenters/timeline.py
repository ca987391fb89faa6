"""What a meeting open to representatives says on the page of its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from decisions.catalogues.sources import Coming
from decisions.dossiers.facts import TakingPart
from decisions.dossiers.models import Decision
from decisions.dossiers.sources import Source, Told
from decisions.dossiers.steps import MEETING, TAKING_PART
from decisions.dossiers.terms import HEARING
from decisions.seats.choices import Kind, worded
from decisions.seats.models import Sitting
from decisions.seats.moments import last_day
from decisions.seats.selectors import hearings_of, of_decision
from decisions.seats.workflow import Status


def facts(decision: Decision) -> Sequence[TakingPart]:
    """The hearings that were held. Sitting at the organ's own meeting is no hearing of the public
    before it (第十四条).
    """
    return [
        TakingPart(
            way=HEARING,
            first=row.held_on,
            last=row.held_on,
            opinions=getattr(row, "remarks", 0),
            is_open=row.status != Status.TOLD,
            names_on=timezone.localdate(row.names_at) if row.names_at else None,
            materials_on=row.materials_on,
            is_signed=row.signed_on is not None,
        )
        for row in hearings_of(decision)
        if row.held_on is not None
    ]


def told(decision: Decision) -> list[Told]:
    """Each public meeting, on the day of its announcement, or of the meeting once it was held."""
    return [_line(row) for row in of_decision(decision)]


def asked_in(decisions: Collection[int]) -> Collection[int]:
    """In which decisions a hearing was announced. One query."""
    rows = Sitting.objects.public().filter(kind=Kind.HEARING, decision__in=decisions)
    return set(rows.values_list("decision", flat=True))


def _line(row: Sitting) -> Told:
    announced = timezone.localdate(row.announced_at or row.updated_at)
    return Told(
        step=TAKING_PART if row.is_hearing else MEETING,
        on=row.held_on or announced,
        title=row.get_kind_display(),
        url=row.get_absolute_url(),
        words=f"{row.places}席，{row.get_method_display()}产生。"
        f"{worded(row.get_status_display(), row.kind)}。",
    )


def days_of(items: Collection[int], at: dt.datetime) -> list[Coming]:
    """Until when one may apply for seats of items of catalogues. One query."""
    rows = Sitting.objects.applied_for(at).filter(decision__item__in=items)
    return [
        Coming(
            row.decision.item_id, last_day(row.closes_at), row.topic, row.get_absolute_url(),
            worded("列席报名截止", row.kind),
        )
        for row in rows.select_related("decision").order_by("closes_at", "pk")
        if row.decision is not None
    ]  # fmt: skip


SOURCE = Source("seats", facts, told, asked_in)
