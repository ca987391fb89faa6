"""What a meeting open to representatives says on the page of its decision."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from decisions.dossiers.facts import TakingPart
from decisions.dossiers.models import Decision
from decisions.dossiers.sources import Source, Told
from decisions.dossiers.steps import MEETING
from decisions.seats.models import Sitting
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


SOURCE = Source("seats", facts, told)
