"""What is put on record of a decision: lawful, unchanged, and refused in words otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction

from decisions.dossiers.models import (
    Decision,
    LegalityRecord,
    ParticipationRecord,
    RiskRecord,
)
from decisions.dossiers.selectors import units_of
from decisions.dossiers.services import assessments, preparation, resolution
from decisions.dossiers.services.course import STEPS
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.text.lines import from_lines
from tests.builders import City
from tests.decisions.dossiers.cases import AT, GIVEN, brought, started, walk

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def row(city: City) -> Decision:
    return started(city)


def _by(city: City) -> Any:
    return city.people[Role.DECISION_HANDLER]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"first": D(2026, 4, 27), "last": D(2026, 5, 26)}, "征求意见29日"),
        ({"first": D(2026, 5, 8), "last": D(2026, 4, 8)}, "结束日期早于开始日期"),
        ({"first": D(2026, 11, 1), "last": D(2026, 12, 1)}, "结束日期晚于今天"),
        ({"way": "seminar", "first": D(2026, 5, 8), "names_on": D(2026, 5, 1)}, "听证会时填写"),
        ({"way": "hearing", "first": D(2026, 10, 20)}, "产生方式"),
        ({"way": "hearing", "first": D(2026, 10, 20), "selection": "抽签",
          "names_on": D(2026, 10, 21)}, "听证以前公布"),
        ({"way": "hearing", "first": D(2026, 10, 20), "selection": "抽签",
          "names_on": D(2026, 10, 9), "materials_on": D(2026, 10, 14)}, "7日前送达"),
        ({"way": "hearing", "first": D(2026, 10, 20), "selection": "抽签",
          "names_on": D(2026, 10, 9), "materials_on": D(2026, 10, 13)}, "确认签名"),
    ],
)  # fmt: skip
def test_taking_part_that_was_not_lawful_is_not_put_on_record(
    city: City, row: Decision, given: dict[str, Any], error: str
) -> None:
    with pytest.raises(ActRefused, match=error):
        preparation.take_part(decision=row, **{"way": "open", **given}, by=_by(city), at=AT)
    assert not ParticipationRecord.objects.exists()


def test_a_shorter_consultation_has_its_reason(city: City, row: Decision) -> None:
    preparation.take_part(
        decision=row, way="open", first=D(2026, 4, 27), last=D(2026, 5, 26),
        short_reason="汛期以前须施行", by=_by(city), at=AT,
    )  # fmt: skip
    assert ParticipationRecord.objects.get().short_reason == "汛期以前须施行"


def test_a_review_of_less_than_seven_working_days_has_its_reason(city: City, row: Decision) -> None:
    for action in ("note_review", "note_replies"):
        assert not STEPS.verdict(_by(city), row, action, on=AT.date()).has_occasion
    with pytest.raises(ActRefused, match="还没有登记送合法性审查"):
        assessments.note_review(
            decision=row, opinion_on=D(2026, 10, 8), conclusion="lawful", by=_by(city), at=AT
        )
    walk(row, city, "send_to_review")
    early = {"decision": row, "conclusion": "lawful", "by": _by(city), "at": AT}
    with pytest.raises(ActRefused, match="不足七个工作日"):
        assessments.note_review(opinion_on=D(2026, 9, 30), **early)
    with pytest.raises(ActRefused, match="早于收到材料日期"):
        assessments.note_review(opinion_on=D(2026, 9, 20), **early)
    assessments.note_review(opinion_on=D(2026, 9, 30), short_reason="汛期临近", **early)
    assert LegalityRecord.objects.latest("pk").short_reason == "汛期临近"


def test_units_are_asked_once_and_silence_is_silence(city: City, row: Decision) -> None:
    asked = {"decision": row, "asked_on": D(2026, 4, 8), "by": _by(city), "at": AT}
    preparation.ask_units(kind="enterprise", names=["甲公司", "乙公司", "甲公司"], **asked)
    preparation.ask_units(kind="association", names=["甲公司", "演示协会"], **asked)
    names = list(units_of(row).values_list("name", flat=True))
    assert sorted(names) == ["乙公司", "演示协会", "甲公司"]
    units = list(units_of(row))
    with pytest.raises(ActRefused, match="请填写回复日期"):
        preparation.note_replies(decision=row, units=units, reply="none", by=_by(city), at=AT)
    preparation.note_replies(
        decision=row, units=units[:1], reply="opinions", replied_on=D(2026, 4, 20),
        by=_by(city), at=AT,
    )  # fmt: skip
    preparation.note_replies(decision=row, units=units[1:], reply="silent", by=_by(city), at=AT)
    assert sorted(units_of(row).values_list("reply", flat=True)) == [
        "opinions", "silent", "silent",
    ]  # fmt: skip
    other = walk(started(city), city, "ask_units")
    with pytest.raises(ActRefused, match="本轮征求意见的单位"):
        preparation.note_replies(
            decision=row, units=list(units_of(other)), reply="silent", by=_by(city), at=AT
        )


def test_the_head_speaks_last_and_the_review_came_before(city: City) -> None:
    row = brought(city, Status.SUBMITTED)
    given = {
        "decision": row, "sitting": "standing", "held_on": D(2026, 10, 26),
        "decided_on": D(2026, 10, 28), "by": _by(city), "at": AT,
    }  # fmt: skip
    with pytest.raises(ActRefused, match="行政首长须最后发表意见"):
        resolution.decide(**given)
    early = {**given, "held_on": D(2026, 9, 30), "head_spoke_last": True}
    with pytest.raises(ActRefused, match="晚于会议日期"):
        resolution.decide(**early)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "请填写公布的文件"),
        ({"withheld": "涉及国家秘密", "published_on": D(2026, 10, 27)}, "早于决定日期"),
    ],
)
def test_a_publication_names_its_document_or_its_ground(
    city: City, given: dict[str, Any], error: str
) -> None:
    row = brought(city, Status.DECIDED)
    about = {"published_on": D(2026, 11, 2), "by": _by(city), "at": AT, **given}
    with pytest.raises(ActRefused, match=error):
        resolution.publish(decision=row, **about)


def test_whoever_assessed_it_before_does_not_evaluate_it(city: City) -> None:
    row = brought(city, Status.IN_FORCE)
    for name in ("演示评估公司", " 演示 评估公司", "演示大学"):
        with pytest.raises(ActRefused, match="不得承担后评估"):
            resolution.evaluate(
                decision=row, evaluated_on=D(2026, 11, 12), evaluator=name, trigger="needed",
                upshot="continue", note="好。", by=_by(city), at=AT,
            )  # fmt: skip


def test_what_is_on_record_stays_as_it_is(city: City) -> None:
    walk(started(city), city, "assess_risk")
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        RiskRecord.objects.update(level="high")
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        RiskRecord.objects.all().delete()


@pytest.mark.parametrize(
    ("action", "changes", "error"),
    [
        ("hear_experts", {"is_free_of_interest": False}, "直接利害关系"),
        ("hear_experts", {"is_signed": False}, "专家签名"),
        ("review_competition", {"ends_when": "三年"}, "适用例外规定时填写"),
        ("draft", {"text": from_lines([])}, "请填写草案"),
        ("draft", {"interpreted_on": None}, "一并填写"),
        ("assess_risk", {"precautions": " "}, "请填写防范和处置措施"),
        ("take_part", {"note": "长" * 2001}, "公开说明最多2000字"),
    ],
)
def test_what_cannot_be_recorded_is_said(
    city: City, row: Decision, action: str, changes: dict[str, Any], error: str
) -> None:
    service, given = GIVEN[action]
    with pytest.raises(ActRefused, match=error):
        service(decision=row, **{**given, **changes}, by=_by(city), at=AT)
