"""A decision from its start to its end, and each step that may not be left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from decisions.dossiers import gate, terms
from decisions.dossiers.models import (
    Decision,
    DraftRecord,
    ParticipationRecord,
    Screening,
)
from decisions.dossiers.selectors import Dossier, facts_of
from decisions.dossiers.services import course, preparation
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.text.lines import from_lines
from tests.builders import City
from tests.decisions.catalogues import cases as catalogues
from tests.decisions.dossiers.cases import (
    AT,
    DRAFT,
    FILE,
    answers,
    brought,
    started,
    walk,
)

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def row(city: City) -> Decision:
    return started(city)


def _by(city: City) -> Any:
    return city.people[Role.DECISION_HANDLER]


def test_from_the_start_to_the_evaluation(city: City) -> None:
    row = walk(started(city), city, "submit", "pass", "publish", "report", "evaluate", "finish")
    assert (row.status, row.decided_on) == (Status.ENDED, D(2026, 10, 28))
    assert [act.action for act in row.acts.all()] == [
        "start", *FILE, "submit", "pass", "publish", "report", "evaluate", "finish",
    ]  # fmt: skip
    assert AuditEntry.objects.get(action="decisions.start").legal_basis.endswith("第十一条")


def test_only_handlers_of_the_organ_start_one(city: City) -> None:
    for by in (city.outsider, city.people[Role.DECISION_REVIEWER]):
        with pytest.raises(NotPermitted, match="决策承办人员"):
            started(city, by=by)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"title": " "}, "请填写事项名称"), ({"title": "长" * 201}, "事项名称最多200字"),
        ({"started_on": D(2026, 11, 17)}, "启动日期晚于今天"),
        ({"started_on": D(2019, 8, 31)}, "施行之日"), ({"gist": "长" * 5001}, "请删减"),
    ],
)  # fmt: skip
def test_what_cannot_be_started_is_said(city: City, given: dict[str, Any], error: str) -> None:
    with pytest.raises(ActRefused, match=error):
        started(city, **given)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("screen", "还没有确定"), ("draft", "没有登记草案"), ("take_part", "没有公众参与"),
        ("ask_units", "没有听取企业"), ("note_replies", "还有1家"),
        ("hear_experts", "没有专家论证"), ("assess_risk", "没有风险评估"),
        ("review_competition", "没有公平竞争审查结论"),
        ("note_review", "没有合法性审查意见"),
    ],
)  # fmt: skip
def test_a_file_without_one_of_its_steps_is_not_put_to_the_meeting(
    city: City, row: Decision, missing: str, words: str
) -> None:
    left_out = {missing, "note_replies"} if missing == "ask_units" else {missing}
    walk(row, city, *(name for name in FILE if name not in left_out))
    with pytest.raises(ActRefused, match=words):
        course.STEPS.perform(row, "submit", by=_by(city), at=AT)
    assert Decision.objects.get().status == Status.PREPARING


def test_no_step_is_left_out_in_silence(city: City, row: Decision) -> None:
    course.screen(
        decision=row, answers=answers(market="不涉及经营者的经济活动"), by=_by(city), at=AT
    )
    assert not Screening.objects.get(question=terms.MARKET).applies
    assert not facts_of(row).applies(terms.MARKET)
    with pytest.raises(ActRefused, match="逐项确定"):
        course.screen(decision=row, answers={terms.RISK: ""}, by=_by(city), at=AT)
    with pytest.raises(IntegrityError, match="no_step_is_left_out"), transaction.atomic():
        Screening.objects.filter(question=terms.MARKET).update(reason="")


def test_a_major_change_of_the_draft_begins_the_steps_anew(city: City, row: Decision) -> None:
    row = walk(row, city, *FILE)
    assert gate.blocks(gate.before_meeting(facts_of(row))) == []
    changed = preparation.draft(
        decision=row, drafted_on=D(2026, 10, 20), text=from_lines([*DRAFT, "第三条　另发现金。"]),
        explanation="大改。", is_major=True, by=_by(city), at=AT,
    )  # fmt: skip
    lacks = {lack.message for lack in gate.blocks(gate.before_meeting(facts_of(changed)))}
    assert changed.round == 2
    assert {"没有公众参与。", "没有专家论证。", "没有风险评估。"} < lacks
    # What was done before stays on record, and the answers of the start hold.
    assert ParticipationRecord.objects.count() == 1
    assert not any("还没有确定" in message for message in lacks)


def test_a_first_draft_changes_nothing(city: City, row: Decision) -> None:
    with pytest.raises(ActRefused, match="还没有草案"):
        preparation.draft(
            decision=row, drafted_on=D(2026, 4, 1), text=from_lines(DRAFT), is_major=True,
            by=_by(city), at=AT,
        )  # fmt: skip
    assert not DraftRecord.objects.exists()


def test_a_decision_in_force_is_changed_by_the_procedure_again(city: City) -> None:
    row = walk(brought(city, Status.IN_FORCE), city, "suspend", "revise")
    assert (row.status, row.round, row.decided_on) == (Status.PREPARING, 2, None)
    assert Dossier(row).last(DraftRecord) is None
    with pytest.raises(ActRefused, match="没有登记草案"):
        course.STEPS.perform(row, "submit", by=_by(city), at=AT)


def test_a_simplified_procedure_leaves_out_what_it_may_and_nothing_else(
    city: City, row: Decision
) -> None:
    walk(row, city, "screen", "draft", "ask_units", "note_replies", "review_competition",
         "send_to_review", "note_review", "simplify")  # fmt: skip
    assert course.STEPS.perform(row, "submit", by=_by(city), at=AT).status == Status.SUBMITTED
    other = walk(started(city), city, "screen", "draft", "simplify")
    with pytest.raises(ActRefused, match="没有合法性审查意见"):
        course.STEPS.perform(other, "submit", by=_by(city), at=AT)


class TestItem:
    """Of which item of a catalogue it is the decision."""

    def test_one_item_has_one_decision(self, city: City) -> None:
        by, item = city.people[Role.DECISION_HANDLER], catalogues.released(city).items.get()
        row = course.link_item(decision=started(city), item=item, by=by, at=AT)
        assert Decision.objects.get(pk=row.pk).item == item
        with pytest.raises(ActRefused, match="已经关联了另一件"):
            course.link_item(decision=started(city, title="另一件"), item=item, by=by, at=AT)
        assert course.link_item(decision=row, by=by, at=AT).item is None

    def test_only_public_ones_of_the_decider(self, city: City) -> None:
        by = city.people[Role.DECISION_HANDLER]
        for item in (
            catalogues.drafted(city).items.get(),
            catalogues.released(city, organ=city.street).items.get(),
        ):
            with pytest.raises(ActRefused, match="已经公布的目录"):
                course.link_item(decision=started(city), item=item, by=by, at=AT)
