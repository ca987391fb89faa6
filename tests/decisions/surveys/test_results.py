"""The result: nothing before the end, small groups hidden alike, one set of figures for all."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from decisions.surveys.models import Survey
from decisions.surveys.selectors import rounded_counts, texts_of
from decisions.surveys.services import results, surveys
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.surveys import cases

pytestmark = pytest.mark.django_db


def test_nothing_before_the_end(city: City) -> None:
    survey = cases.running(city)
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="还没有截止"):
        results.announce(survey=survey, outcome="甲", by=by, at=cases.AT)
    cases.filled(survey, 19)
    assert rounded_counts([survey.pk]) == {survey.pk: 10}


def test_the_figures_are_made_once_and_stay(city: City) -> None:
    survey = cases.running(city)
    cases.filled(survey, 52, q2="B")
    cases.filled(survey, 9, q2="A")
    cases.filled(survey, 31, q2="C")
    cases.filled(survey, 3, q2="D", q2_other="带朋友")
    published = cases.walk(survey, city, "announce", at=cases.after())
    told = (published.figures or [])[0]
    cells = told["questions"][0]["tables"][0]["cells"]
    assert [cell["count"] for cell in cells] == [None, 52, 31, None]
    assert told["questions"][0]["tables"][0]["together"] == 12
    assert "带朋友" not in repr(told)
    with pytest.raises(DatabaseError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(figures=[])
    # Those who draw it up read the texts, in no order of coming.
    assert {each.number for each in texts_of(survey)} == {"1", "7", "8"}


def test_versions_are_counted_apart(city: City) -> None:
    survey = cases.running(city)
    cases.filled(survey, 20)
    cases.walk(survey, city, "revise", "renew")
    cases.filled(survey, 30)
    published = cases.walk(survey, city, "announce", at=cases.after())
    assert [(each["version"], each["n"]) for each in published.figures or []] == [(1, 20), (2, 30)]
    assert len(published.figures[1]["questions"]) == len(published.figures[0]["questions"]) + 1


def test_a_questionnaire_nobody_answered_is_published_too(city: City) -> None:
    published = cases.published(city)
    assert published.figures == []
    assert published.outcome == cases.OUTCOME


def test_the_setting_never_goes_below_five(city: City, settings: object) -> None:
    settings.SURVEYS_SMALLEST_GROUP = 1  # type: ignore[attr-defined]
    survey = cases.running(city)
    cases.filled(survey, 4, q2="A")
    cases.filled(survey, 30, q2="B")
    told = (cases.walk(survey, city, "announce", at=cases.after()).figures or [])[0]
    assert told["k"] == 5
    assert told["questions"][0]["tables"][0]["hidden"] == 2


def test_whoever_answered_is_forgotten_with_the_result(city: City) -> None:
    survey = cases.running(city)
    cases.answered(survey)
    cases.walk(survey, city, "announce", at=cases.after())
    assert not survey.tokens.exists()
    withdrawn = cases.walk(survey, city, "withdraw", at=cases.after())
    assert withdrawn.ended_reason == "数字有误"
    assert withdrawn not in Survey.objects.public()


def test_an_end_needs_a_reason(city: City) -> None:
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="请填写终止的理由"):
        surveys.stop(survey=cases.running(city), reason=" ", by=by, at=cases.AT)


def test_what_is_personal_in_what_was_written_is_pointed_out_and_masked(city: City) -> None:
    survey = cases.running(city)
    cases.filled(survey, 1, q2="D", q2_other="请打13800138000找王五")
    (found,) = [each for each in texts_of(survey) if "找王五" in "".join(each.texts)]
    assert "13800138000" not in "".join(found.texts)
    assert found.kinds == ["手机号"]


def test_how_a_result_is_used_names_no_number_of_a_person(city: City) -> None:
    survey = cases.running(city)
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="会公布，请隐去"):
        results.announce(survey=survey, outcome="请打13800138000。", by=by, at=cases.after())
