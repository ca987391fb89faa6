"""The day by which an outcome is told: from the day of the decision, once the calendar knows it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from decisions.consultations.deadlines import outcome_due
from decisions.consultations.models import Consultation
from decisions.consultations.workflow import Status
from decisions.dossiers.deadlines import Day
from portal.workdays.services import load_calendar

_WAITING = (Status.RUNNING, Status.SETTLED, Status.OUTCOME)


def decided_on(consultation: Consultation) -> dt.date | None:
    """When it was decided: as its decision says, else as was noted."""
    if consultation.decision is not None:
        return consultation.decision.decided_on
    return consultation.decided_on


def due_of(consultation: Consultation) -> Day | None:
    """By when its outcome is told, or why nobody can say yet; None before the decision."""
    day = decided_on(consultation)
    return outcome_due(day, load_calendar()) if day else None


@transaction.atomic
def date_outcomes() -> int:
    """Give a day to those that were decided and have none; returns how many got one. What lies
    beyond the calendar stays without, and nobody is late meanwhile.
    """
    calendar, done = load_calendar(), 0
    rows = Consultation.objects.filter(status__in=_WAITING, outcome_due_on__isnull=True)
    decided = Q(decided_on__isnull=False) | Q(decision__decided_on__isnull=False)
    for row in rows.filter(decided).select_related("decision").order_by("pk"):
        day = decided_on(row)
        due = outcome_due(day, calendar).on if day else None
        if due is not None:
            Consultation.objects.filter(pk=row.pk).update(outcome_due_on=due)
            done += 1
    return done
