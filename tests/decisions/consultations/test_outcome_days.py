"""The ten working days run from the decision, wherever it is recorded; reference tests 6 and 7."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.consultations.models import Consultation
from decisions.consultations.services.outcome_days import date_outcomes, due_of
from decisions.dossiers.models import Decision
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, running
from tests.decisions.dossiers.cases import started

pytestmark = pytest.mark.django_db
PAST = CAME_AT - 80 * DAY


def _decided(row: Consultation, day: dt.date) -> Consultation:
    Consultation.objects.filter(pk=row.pk).update(decided_on=day)
    return Consultation.objects.get(pk=row.pk)


def test_from_what_was_noted(city: City) -> None:
    row = running(city, start=PAST)
    assert due_of(row) is None
    assert date_outcomes() == 0
    row = _decided(row, dt.date(2026, 9, 17))
    assert date_outcomes() == 1
    row.refresh_from_db()
    assert row.outcome_due_on == dt.date(2026, 10, 8)
    assert date_outcomes() == 0


def test_from_the_decision_of_the_portal(city: City) -> None:
    decision = started(city)
    row = running(city, start=PAST, decision=decision)
    Decision.objects.update(decided_on=dt.date(2026, 9, 30))
    assert date_outcomes() == 1
    row = Consultation.objects.select_related("decision").get(pk=row.pk)
    assert row.outcome_due_on == dt.date(2026, 10, 20)
    due = due_of(row)
    assert due is not None
    assert due.on == row.outcome_due_on


def test_beyond_the_calendar_it_waits(city: City) -> None:
    row = _decided(running(city, start=PAST), dt.date(2026, 12, 18))
    assert date_outcomes() == 0
    due = due_of(row)
    assert due is not None
    assert due.on is None
    assert "2027" in due.provisional
    assert not Consultation.objects.overdue(dt.date(2027, 3, 1)).exists()
