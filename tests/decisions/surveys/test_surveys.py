"""A questionnaire on its way: another hand releases, a change is a new version."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from decisions.surveys.models import Survey, SurveyVersion
from decisions.surveys.selectors import current, in_hand
from decisions.surveys.services import surveys
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, person
from tests.decisions.surveys import cases
from tests.decisions.surveys.sheets import TEXT

pytestmark = pytest.mark.django_db


def test_drafted_by_one_and_released_by_another(city: City) -> None:
    draft = cases.drafted(city)
    both = person(
        "both", organs=[city.office], roles=[Role.DECISION_HANDLER, Role.DECISION_REVIEWER]
    )
    surveys.STEPS.perform(draft, "submit", by=both, at=cases.AT)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        surveys.release(survey=draft, by=both, at=cases.AT)
    made = cases.walk(draft, city, "release")
    assert made.is_open(cases.AT)
    assert not made.is_open(cases.after())
    assert cases.number_of(made) == 1
    assert AuditEntry.objects.filter(action="surveys.release", object_id=str(made.pk)).count() == 1


def test_only_the_handlers_of_the_organ_begin(city: City) -> None:
    with pytest.raises(NotPermitted, match="决策承办"):
        surveys.create(organ=city.office, title="甲", by=city.outsider, at=cases.AT)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"closes_on": cases.day(-1)}, "截止的日子早于开始"),
        ({"closes_on": cases.day(400)}, "最长开放一年"),
        ({"title": " "}, "请填写名称"),
        ({"title": "长" * 121}, "最多120字"),
        ({"questions": "您好吗？"}, "看不出是什么题"),
        ({"crossings": ["q2"]}, "q2×q5"),
        ({"crossings": ["q2×q5"] * 6}, "最多5个"),
        ({"method": "letter"}, "谁能答"),
    ],
)
def test_what_a_draft_cannot_be(city: City, changes: dict[str, object], told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        cases.drafted(city, **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"questions": "单选\n甲\n- 一"}, "两个选项"),
        ({"questions": ""}, "还没有问题"),
        ({"crossings": ["q2×q4"]}, "交叉表"),
        ({"opens_on": cases.day(-9), "closes_on": cases.day(-1)}, "已经过了"),
    ],
)
def test_what_is_not_submitted(city: City, changes: dict[str, object], told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        cases.walk(cases.drafted(city, **changes), city, "submit")


def test_a_change_after_the_first_answer_is_version_two(city: City) -> None:
    survey = cases.running(city)
    cases.answered(survey)
    first = current(survey)
    assert first is not None
    cases.walk(survey, city, "revise")
    # Nothing is asked anew until another releases it.
    assert current(survey) == first
    assert in_hand(survey) is not None
    cases.walk(survey, city, "renew")
    second = current(survey)
    assert second is not None
    assert second.number == 2
    assert len(second.questionnaire) == len(first.questionnaire) + 1
    assert first.answers.count() == 1
    assert second.answers.count() == 0
    # What is the same as now is no new version.
    by = city.people[Role.DECISION_HANDLER]
    surveys.revise(survey=survey, questions=f"{TEXT}\n\nq13. 短文本\n还有呢？", by=by, at=cases.AT)
    with pytest.raises(ActRefused, match="和现在的一样"):
        cases.walk(survey, city, "renew")


def test_a_released_version_is_never_changed_nor_deleted(city: City) -> None:
    version = current(cases.running(city))
    assert version is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyVersion.objects.filter(pk=version.pk).update(questions=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyVersion.objects.filter(pk=version.pk).delete()


def test_more_time_and_never_less(city: City) -> None:
    survey = cases.running(city)
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="晚于现在"):
        surveys.prolong(survey=survey, closes_on=cases.day(3), reason="早些", by=by, at=cases.AT)
    cases.walk(survey, city, "prolong")
    assert Survey.objects.get(pk=survey.pk).is_open(cases.after())
    with pytest.raises(ActRefused, match="已经截止"):
        surveys.prolong(
            survey=survey, closes_on=cases.day(90), reason="晚些", by=by,
            at=cases.after() + 30 * cases.DAY,
        )  # fmt: skip


def test_stopped_with_a_reason_that_is_said(city: City) -> None:
    survey = cases.running(city)
    cases.token(survey)
    stopped = cases.walk(survey, city, "stop")
    assert stopped.ended_reason == "题目有误"
    assert not stopped.is_open(cases.AT)
    assert not survey.tokens.exists()
