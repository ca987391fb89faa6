"""What a meeting open to representatives says on the page of its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from decisions.catalogues.sources import Coming
from decisions.dossiers.facts import TakingPart
from decisions.dossiers.models import Decision
from decisions.dossiers.sources import Source, Told
from decisions.dossiers.steps import MEETING
from decisions.seats.models import Sitting
from decisions.seats.moments import last_day
from decisions.seats.selectors import of_decision


def facts(decision: Decision) -> Sequence[TakingPart]:
    """None: sitting at the meeting is no hearing of the public before it (第十四条)."""
    del decision
    return ()


def told(decision: Decision) -> list[Told]:
    """Each public meeting, on the day of its announcement, or of the meeting once it was held."""
    return [_line(row) for row in of_decision(decision)]


def _line(row: Sitting) -> Told:
    announced = timezone.localdate(row.announced_at or row.updated_at)
    return Told(
        step=MEETING,
        on=row.held_on or announced,
        title="公众代表列席",
        url=row.get_absolute_url(),
        words=f"{row.places}席，{row.get_method_display()}产生。{row.get_status_display()}。",
    )


def days_of(items: Collection[int], at: dt.datetime) -> list[Coming]:
    """Until when one may apply for seats of items of catalogues. One query."""
    rows = Sitting.objects.applied_for(at).filter(decision__item__in=items)
    return [
        Coming(
            row.decision.item_id, last_day(row.closes_at), row.topic, row.get_absolute_url(),
            "列席报名截止",
        )
        for row in rows.select_related("decision").order_by("closes_at", "pk")
        if row.decision is not None
    ]  # fmt: skip


SOURCE = Source("seats", facts, told)
