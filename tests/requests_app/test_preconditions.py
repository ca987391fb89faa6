"""What an answer may state: every outcome with its preconditions, for button and signature."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.common.errors import ActRefused
from requests_app.admin.acts import DESK
from requests_app.models import InformationRequest, WithheldPart
from requests_app.outcomes import CHOICES, ELSEWHERE, GROUND_CODES, Need, Outcome
from requests_app.preconditions import (
    EVERYTHING,
    RULES,
    OfCase,
    OfDraft,
    Part,
    closed_mark,
    lacking,
)
from requests_app.services import answers
from requests_app.services.steps import STEPS as CASE_STEPS
from requests_app.workflow.states import HANDLER, SIGNER, Status
from tests.builders import City
from tests.requests_app.cases import (
    DAY,
    PROVISION,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    submitted,
)

PART = Part("第3页的报价", "3.3.4", "商业秘密")
# All that any outcome may rest on: each one is then lacking only what is taken away.
CASE = OfCase(is_corrected=True, is_explained=True, was_asked=True, has_earlier=True)
DRAFT = OfDraft(reason="理由", provides=True, is_cited=True, names_in_charge=True)
GONE: dict[Need, tuple[dict[str, Any], dict[str, Any], str]] = {
    Need.REASON: ({}, {"reason": " \n"}, "请填写"),
    Need.PROVISION: ({}, {"provides": False}, "还没有提供任何内容"),
    Need.CONSULTED: ({"was_asked": False}, {}, "应当书面征求第三方的意见"),
    Need.CORRECTED: ({"is_corrected": False}, {}, "没有收到过补正"),
    Need.EXPLAINED: ({"is_explained": False}, {}, "要求说明理由"),
    Need.EARLIER: ({}, {"is_cited": False}, "要写明此前的答复"),
    Need.IN_CHARGE: ({}, {"names_in_charge": False}, "要告知负责公开的机关"),
}


def drafted(outcome: Outcome, **changes: Any) -> OfDraft:
    ground = outcome.code if outcome.code in GROUND_CODES else "3.3.6"
    parts = [Part("第3页", ground, "理由")] if Need.PARTS in outcome.requires else []
    return OfDraft(**{**DRAFT.__dict__, "parts": parts, **changes})


@pytest.mark.parametrize("outcome", CHOICES, ids=lambda outcome: outcome.choice[0])
def test_each_outcome_is_refused_without_what_it_rests_on_and_only_then(outcome: Outcome) -> None:
    assert outcome.requires
    assert lacking(outcome, CASE, drafted(outcome)) == ()
    for need in outcome.requires:
        if need is Need.PARTS:
            continue
        of_case, of_draft, said = GONE[need]
        case = OfCase(**{**CASE.__dict__, **of_case})
        (sentence,) = lacking(outcome, case, drafted(outcome, **of_draft))
        assert said in sentence
        assert sentence.endswith("。")
    bare = lacking(outcome, OfCase(), drafted(outcome))
    assert bool(bare) == bool(
        {Need.CONSULTED, Need.CORRECTED, Need.EXPLAINED} & {*outcome.requires}
    )
    assert bool(closed_mark(outcome, OfCase())) == bool(bare)
    assert closed_mark(outcome, CASE) == ""


def test_every_need_has_its_rule_and_is_tried() -> None:
    assert set(RULES) == set(Need) == {*GONE, Need.PARTS}
    assert {need for outcome in CHOICES for need in outcome.requires} == set(Need)


@pytest.mark.parametrize(
    ("code", "parts", "said"),
    [
        ("3.2", [], "逐项写明"),
        ("3.2", [Part("第3页", "", "秘密")], "第1项没有写全"),
        ("3.2", [PART, Part("第5页", "3.3.6", " ")], "第2项没有写全"),
        ("3.2", [Part("第3页", "3.3.8", "查询")], "第1项没有写全"),
        ("3.3.6", [PART], "没有“属于四类过程性信息”的"),
    ],
)
def test_parts_are_whole_and_of_the_grounds_of_the_law(
    code: str, parts: list[Part], said: str
) -> None:
    outcome = next(found for found in CHOICES if found.choice[0] == code)
    assert any(said in told for told in lacking(outcome, CASE, drafted(outcome, parts=parts)))


def test_a_part_kept_back_for_a_third_party_asks_for_the_third_party() -> None:
    partly = next(found for found in CHOICES if found.code == "3.2")
    draft = drafted(partly, parts=[PART])
    assert lacking(partly, CASE, draft) == ()
    (told,) = lacking(partly, OfCase(), draft)
    assert "第三十二条" in told
    why = drafted(partly, parts=[PART], why_unasked="第三方已经注销，无法征求")
    assert lacking(partly, OfCase(), why) == ()
    awaited = OfCase(is_awaited=True)
    assert "还没有收到" in lacking(partly, awaited, why)[0]


# --- with a case ---


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def handed_in(case: InformationRequest, people: Desk, outcome: str, **more: Any) -> Any:
    given = {"body": "现答复如下。", "reason": "理由甲", "at": SUBMITTED_AT, **more}
    return answers.submit_answer(request=case, outcome=outcome, by=people[HANDLER], **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("3.1", "还没有提供任何内容"),
        ("3.2", "还没有提供任何内容"),
        ("3.3.4", "应当书面征求第三方的意见"),
        ("3.4.1-5", "要告知负责公开的机关"),
        ("3.4.3", "没有收到过补正"),
        ("3.5.2", "要写明此前的答复"),
        ("3.5.4", "没有要求申请人说明理由"),
    ],
)
def test_what_never_happened_is_not_handed_in(
    case: InformationRequest, people: Desk, outcome: str, said: str
) -> None:
    with pytest.raises(ActRefused, match=said):
        handed_in(case, people, outcome)
    assert not case.answers.exists()
    form: Any = DESK.act("submit_answer").form(fresh(case))
    marked = dict(form.fields["outcome"].choices)[outcome]
    assert ("还没有" in marked) == (outcome in ("3.3.4", "3.4.3", "3.5.4"))


@pytest.mark.django_db
def test_what_happened_is_told(case: InformationRequest, people: Desk) -> None:
    for action in ("ask_correction", "supply_correction"):
        STEPS[action](case, people, SUBMITTED_AT)
    assert handed_in(case, people, "3.4.3").version == 1


@pytest.mark.django_db
def test_a_repetition_names_the_answer_before(
    city: City, case: InformationRequest, people: Desk
) -> None:
    first = bring_to(submitted(city), Status.ANSWERED, people=people)
    stranger = submitted(city, identity_number="990101199001010027")
    other = bring_to(stranger, Status.ANSWERED, people=people)
    with pytest.raises(ActRefused, match="不是此前对同一申请人作出的答复"):
        handed_in(case, people, "3.5.2", earlier=other.answers.get())
    answer = handed_in(case, people, "3.5.2", earlier=first.answers.get())
    letter = first.letters.get(kind="reply")
    assert (answer.earlier_number, answer.earlier_on) == (letter.number, SUBMITTED_AT.date())
    for action in ("approve", "pass_secrecy", "sign"):
        STEPS[action](case, people, SUBMITTED_AT)
    text = case.letters.get(kind="not_handled").content
    assert f"（文号：{letter.number}）" in text


@pytest.mark.django_db
def test_an_answer_of_before_the_portal_is_cited_by_hand(
    case: InformationRequest, people: Desk
) -> None:
    given = {"earlier_number": "试府办公开答〔2019〕3号"}
    with pytest.raises(ActRefused, match="要写明此前的答复"):
        handed_in(case, people, "3.5.2", **given)
    with pytest.raises(ActRefused, match="晚于今天"):
        handed_in(case, people, "3.5.2", **given, earlier_on=dt.date(2099, 8, 1))
    answer = handed_in(case, people, "3.5.2", **given, earlier_on=dt.date(2019, 8, 1))
    assert answer.earlier_number == given["earlier_number"]
    with pytest.raises(ActRefused):
        handed_in(case, people, "3.5.3", **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"in_charge_name": "海关总署驻试江办事处", "in_charge_contact": "电话0000-1"},
            "负责公开该政府信息的行政机关是海关总署驻试江办事处。联系方式：电话0000-1。",
        ),
        ({"in_charge_unknown": True}, "负责公开该政府信息的行政机关不能确定。"),
    ],
)
def test_an_organ_outside_the_directory_is_told_with_item_five(
    case: InformationRequest, people: Desk, given: dict[str, Any], told: str
) -> None:
    answer = handed_in(case, people, "3.4.1-5", **given)
    assert (answer.outcome, answer.is_elsewhere) == ("3.4.1", True)
    assert answer.in_charge_told == told
    assert answer.basis.endswith("第三十六条第（五）项")
    assert answer.choice == ELSEWHERE.choice


@pytest.mark.django_db
def test_a_whole_refusal_is_one_part_and_counts_as_such(
    case: InformationRequest, people: Desk
) -> None:
    handed_in(case, people, "3.3.6", reason="属于讨论记录")
    part = WithheldPart.objects.get()
    assert (part.part, part.ground, part.reason) == (EVERYTHING, "3.3.6", "属于讨论记录")
    assert part.answer.basis.endswith("第十六条第二款、第三十六条第（三）项")


@pytest.mark.django_db
def test_a_draft_that_no_longer_holds_is_neither_judged_nor_signed(
    case: InformationRequest, people: Desk
) -> None:
    """What an earlier edition took in: an answer that gives nothing."""
    STEPS["submit_answer"](case, people, SUBMITTED_AT)
    case.answers.update(provision="")
    for action in ("approve", "pass_secrecy", "sign"):
        verdict = CASE_STEPS.obstacle(fresh(case), action, on=SUBMITTED_AT.date())
        assert "还没有提供任何内容" in verdict.reason
        assert "请退回" in verdict.reason
        with pytest.raises(ActRefused, match="请退回"):
            STEPS[action](case, people, SUBMITTED_AT)
        if action != "sign":
            # As the earlier edition would have gone on.
            target = Status.SECRECY_REVIEW if action == "approve" else Status.SIGNING
            InformationRequest.objects.filter(pk=case.pk).update(status=target)
    answers.send_back(request=fresh(case), reason="没有附件", by=people[SIGNER], at=SUBMITTED_AT)
    handed_in(case, people, "3.1", reason="", provision=PROVISION, at=SUBMITTED_AT + DAY)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)
