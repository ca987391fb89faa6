"""The whole letter before it is signed, and the draft nobody has handed in: who sees which."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.drafts.models import KeptText
from requests_app.models import AnswerDraft, InformationRequest, Letter
from requests_app.services import answers
from requests_app.services.answer_drafts import MOST_CHARACTERS
from requests_app.workflow.states import HANDLER, INTAKE, REVIEWER, SECRECY, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import PROVISION, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import SECRETS, act, leaks, page_of, signed_in, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
TYPED = {
    "outcome": "3.2",
    "body": "现提供招标文件。",
    "provision": PROVISION,
    "parts_part": ["第3页的报价", "", "第5页"],
    "parts_ground": ["3.3.6", "", ""],
    "parts_reason": ["属于过程稿", "", ""],
}


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def drawn(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf", response.content[:300]
    assert "private" in response["Cache-Control"]
    pages = pypdfium2.PdfDocument(response.getvalue())
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")


def test_everybody_who_judges_sees_the_letter_at_every_stage_and_no_number_is_taken(
    city: City, case: InformationRequest, people: Desk
) -> None:
    STEPS["refuse"](case, people, SUBMITTED_AT)
    steps = ("approve_withholding", "second", "pass_secrecy")
    for step in (*steps, ""):
        for role in (HANDLER, REVIEWER, SECRECY, SIGNER):
            client = signed_in(people[role])
            page = client.get(page_of(case)).content.decode()
            assert "预览整份文书" in page
            assert not leaks(page)
        if step:
            STEPS[step](case, people, SUBMITTED_AT)
    text = drawn(signed_in(people[SIGNER]).post(page_of(case, "preview")))
    for words in (
        SECRETS[0], "预览", "第十六条第二款、第三十六条第（三）项", "政府信息公开申请答复书",
        "应当自收到本答复之日起六十日内先向",
    ):  # fmt: skip
        assert words in text
    assert "还要补齐" not in text
    assert not Letter.objects.filter(kind="reply").exists()
    entry = AuditEntry.objects.get(action="requests.preview_answer")
    assert entry.details == {"letter": "reply", "version": "1"}
    assert not leaks(trail())
    approval = {"paper": f"approval:{case.answers.get().pk}", "form": "page"}
    for role in (REVIEWER, SECRECY, SIGNER):
        sheet = signed_in(people[role]).post(page_of(case, "letter"), approval).content.decode()
        assert "答复审查呈批单" in sheet
        assert "同意" in sheet
    assert signed_in(people[INTAKE]).post(page_of(case, "preview")).status_code == 403
    elsewhere = person("p-else", organs=[city.street], roles=[Role.REQUEST_HANDLER, Role.SIGNER])
    for who in (elsewhere, city.outsider):
        assert signed_in(who).post(page_of(case, "preview")).status_code == 404
    answers.file_refusal(request=case, by=people[SIGNER], at=SUBMITTED_AT)
    STEPS["sign"](case, people, SUBMITTED_AT)
    assert signed_in(people[SIGNER]).post(page_of(case, "preview")).status_code == 409


def test_a_draft_is_kept_as_it_was_typed_and_looked_at_before_it_is_handed_in(
    case: InformationRequest, people: Desk
) -> None:
    handler = signed_in(people[HANDLER])
    saved = handler.post(page_of(case, "draft"), {**TYPED, "seen": "x", "csrfmiddlewaretoken": "y"})
    assert saved.status_code == 302
    draft = AnswerDraft.objects.get()
    assert {"seen", "csrfmiddlewaretoken"} & set(draft.typed) == set()
    assert "现提供招标文件。" not in str(AnswerDraft.objects.values_list("content").get()[0])
    page = handler.get(page_of(case, "act/submit_answer")).content.decode()
    for words in (
        '<option value="3.2" selected>', "现提供招标文件。", "第3页的报价", "属于过程稿", PROVISION,
        '<option value="3.3.6" selected>',
    ):  # fmt: skip
        assert words in page
    # One button to save it, the one of the case.
    assert page.count(">保存草稿<") == 1
    mark = re.search(r'name="form_mark" value="([^"]+)"', page)
    assert mark
    saved = handler.post(page_of(case, "draft"), {**TYPED, "form_mark": mark[1]}, follow=True)
    assert "没有丢失" not in saved.content.decode()
    assert "form_mark" not in AnswerDraft.objects.get().typed
    assert not KeptText.objects.exists()
    text = drawn(handler.post(page_of(case, "draft"), {**TYPED, "preview": "1"}))
    assert "1. 第3页的报价：" in text
    assert "还要补齐" in text
    assert "第2项没有写全" in text
    assert "获取的方式、途径和时间" in text
    assert not case.answers.exists()
    whole = {**TYPED, "parts_reason": ["属于过程稿", "", "属于讨论记录"],
             "parts_ground": ["3.3.6", "", "3.3.6"]}  # fmt: skip
    assert act(handler, case, "submit_answer", **whole).status_code == 302
    assert [row.part for row in case.answers.get().parts.all()] == ["第3页的报价", "第5页"]
    assert not AnswerDraft.objects.exists()


def test_a_draft_is_for_those_who_may_hand_it_in_and_within_bounds(
    city: City, case: InformationRequest, people: Desk
) -> None:
    for who in (people[REVIEWER], people[INTAKE]):
        refused = signed_in(who).post(page_of(case, "draft"), TYPED)
        assert refused.status_code == 403
        assert "现提供招标文件。" in refused.content.decode()
    assert signed_in(city.outsider).post(page_of(case, "draft"), TYPED).status_code == 404
    handler = signed_in(people[HANDLER])
    assert handler.get(page_of(case, "draft")).status_code == 405
    too_long = {**TYPED, "body": "字" * (MOST_CHARACTERS + 1)}
    told = handler.post(page_of(case, "draft"), too_long).content.decode()
    assert "草稿太长，没有保存" in told
    assert "字" * 1000 in told
    nothing = handler.post(page_of(case, "draft"), {"body": "x", "preview": "1"})
    assert (nothing.status_code, "请选择办理结果" in nothing.content.decode()) == (409, True)
    assert AnswerDraft.objects.get().typed == {"body": ["x"]}
