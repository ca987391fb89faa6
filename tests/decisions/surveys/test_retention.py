"""What people wrote in their own words goes when its term is over; what they picked stays."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta

from decisions.surveys.models import Answer, PaperSheet, Survey
from decisions.surveys.services import paper, retention
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from tests.builders import City
from tests.decisions.surveys import cases
from tests.decisions.surveys.sheets import typed

pytestmark = pytest.mark.django_db
TERM = relativedelta(months=12)


def test_a_year_after_the_result_the_words_are_gone_and_the_counts_are_not(city: City) -> None:
    survey = cases.running(city)
    cases.filled(survey, 3, q2="D", q2_other="带朋友")
    cases.walk(survey, city, "announce", at=cases.after())
    figures = Survey.objects.get(pk=survey.pk).figures
    assert retention.purge_texts(at=cases.after() + TERM) == 0
    assert [retention.purge_texts(at=cases.after() + TERM + cases.DAY) for _ in range(2)] == [1, 0]
    rows = Answer.objects.all()
    assert {row.texts for row in rows} == {""}
    assert all(row.picks["q2"] == ["D"] for row in rows)
    assert Survey.objects.get(pk=survey.pk).figures == figures
    assert AuditEntry.objects.get(action="surveys.purge_texts").details == {"answers": 3}


def test_while_the_result_is_still_to_be_drawn_up_they_are_kept(city: City) -> None:
    cases.filled(cases.running(city), 1, q2="D", q2_other="带朋友")
    assert retention.purge_texts(at=cases.after() + dt.timedelta(days=999)) == 0


def test_sheets_of_one_that_was_stopped_go_with_them(city: City) -> None:
    survey = cases.running(city)
    batch, by = cases.batch(city, survey), city.people[Role.DECISION_HANDLER]
    paper.type_sheet(batch=batch, typed=typed(), by=by, at=cases.AT)
    cases.walk(survey, city, "stop", at=cases.AT)
    retention.purge_texts(at=cases.AT + TERM + cases.DAY)
    assert not PaperSheet.objects.exists()
