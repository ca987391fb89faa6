"""The public door of a letter: who gets in, what is seen, what can be sent, what cannot."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.tracking.codes import code_from
from portal.tracking.grants import IDLE_SECONDS
from portal.tracking.limits import WRONG_FOR_NUMBER
from requests_app.models import Consultation, ConsultationFile, InformationRequest
from requests_app.services import answers
from requests_app.services.consultation import letters, opinions
from requests_app.views.limits import OPINIONS
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City
from tests.requests_app.cases import (
    PNG,
    PROVISION,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    submitted,
)
from tests.requests_app.letters import DOOR, OF_THE_APPLICANT, address, holder, sent
from tests.requests_app.officers import BACKEND, trail
from tests.requests_app.public import tracked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGES = ("letter", "received", "reply", "receipt")
OBJECTION = {"opinion": "objects", "text": "报价属于商业秘密<b>，公开会影响竞标"}


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


@pytest.fixture
def letter(case: InformationRequest, people: Desk) -> Consultation:
    return sent(case, people, question="2025年电梯报价<script>alert(1)</script>是否同意公开")


def seen(client: Client, letter: Consultation, page: str = "letter") -> str:
    response = client.get(address(letter, page))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    source = response.content.decode()
    assert not [text for text in OF_THE_APPLICANT if text in source]
    assert "<script>alert" not in source
    return source


def sends(client: Client, letter: Consultation, action: str = "review", **given: Any) -> Any:
    return client.post(address(letter, "reply"), {"action": action, **given})


def file(name: str = "合同.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_no_other_code_opens_it(
    case: InformationRequest, letter: Consultation, people: Desk, client: Client
) -> None:
    other = sent(case, people)
    told = set()
    for number, code in (
        (letter.number, code_from(other.key)),
        (letter.number, code_from(case.submission_key)),
        (letter.number, "2222-2222"),
        (case.number, code_from(case.submission_key)),
        (f"{case.number}-Z9", code_from(letter.key)),
    ):
        response = client.post(DOOR, {"number": number, "code": code})
        assert response.status_code == 403
        source = response.content.decode()
        start = source.index('role="alert"')
        told.add(source[start : source.index("</div>", start)])
    assert len(told) == 1
    inside = holder(letter)
    assert inside.get(address(other)).status_code == 302
    assert inside.get(case.get_absolute_url()).status_code == 302
    assert client.post("/requests/track/", {"number": letter.number, "code": code_from(letter.key)}
                       ).status_code == 403  # fmt: skip
    # The applicant, who knows the number, does not get in either.
    applicant = tracked(case.number, code_from(case.submission_key))
    assert applicant.get(address(letter)).status_code == 302


def test_wrong_codes_lock_the_door(letter: Consultation) -> None:
    for _ in range(WRONG_FOR_NUMBER.most):
        Client().post(DOOR, {"number": letter.number, "code": "2222-2222"})
    right = {"number": letter.number, "code": code_from(letter.key)}
    assert Client().post(DOOR, right).status_code == 429
    cache.clear()
    assert Client().post(DOOR, right).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_outsiders_are_sent_to_the_door(city: City, letter: Consultation, page: str) -> None:
    citizen = User.objects.create_user("citizen", password="Buerger-2026-abc")
    clients = [Client(), Client(), Client(), holder(letter)]
    clients[1].force_login(citizen, backend=BACKEND)
    clients[2].force_login(city.outsider, backend=BACKEND)
    session = clients[3].session
    long_ago = timezone.now().timestamp() - IDLE_SECONDS - 1
    session["request_grants"] = {letter.number: long_ago}
    session.save()
    for client in clients:
        for answer in (
            client.get(address(letter, page)),
            client.post(address(letter, page), {**OBJECTION, "action": "send"}),
        ):
            assert answer.status_code in (302, 405)
            assert not answer.content
    letter.refresh_from_db()
    assert (letter.served_on, letter.closed_on) == (None, None)


def test_confirmed_objected_with_reasons_and_read_only_afterwards(
    case: InformationRequest, letter: Consultation
) -> None:
    client = holder(letter)
    assert client.get(f"{DOOR}{letter.number}/").status_code == 200
    source = seen(client, letter)
    for words in (
        "请先确认收到",
        "由行政机关依照《中华人民共和国政府信息公开条例》的规定决定是否公开",
        "2025年电梯报价&lt;script&gt;",
    ):
        assert words in source
    client.post(address(letter, "received"))
    source = seen(client, letter)
    assert "第15日" in source
    assert 'type="submit">确认收到' not in source

    bare = sends(client, letter, opinion="objects", papers=file())
    assert bare.status_code == 400
    assert "请重新选择" in bare.content.decode()
    assert "checked" in bare.content.decode()
    assert not ConsultationFile.objects.exists()

    review = sends(client, letter, **OBJECTION, papers=[file(), file("同一张.png")])
    source = review.content.decode()
    assert (review.status_code, "还没有提交" in source) == (200, True)
    assert "商业秘密&lt;b&gt;" in source
    assert letter.files.count() == 1
    edit = sends(client, letter, "edit", **OBJECTION).content.decode()
    assert "商业秘密&lt;b&gt;" in edit
    assert "已上传：材料 1" in edit
    letter.refresh_from_db()
    assert letter.closed_on is None

    done = sends(client, letter, "send", **OBJECTION)
    assert done["Location"] == address(letter, "receipt")
    assert "不同意公开" in seen(client, letter, "receipt")
    letter.refresh_from_db()
    assert (letter.opinion, letter.served_how) == ("objects", "online")
    again = sends(client, letter, "send", opinion="agrees")
    assert again.status_code == 409
    assert f'href="{address(letter)}"' in again.content.decode()
    paper = letter.files.get()
    assert sends(client, letter, remove=paper.public_id).status_code == 409
    letter.refresh_from_db()
    assert (letter.opinion, letter.files.count()) == ("objects", 1)
    source = seen(client, letter)
    assert "提出意见</a>" not in source
    assert "商业秘密" not in trail()
    client.post(f"{DOOR}leave/")
    assert client.get(address(letter)).status_code == 302


def test_hostile_files_are_refused_and_chosen_ones_can_be_taken_back(
    letter: Consultation,
) -> None:
    client = holder(letter)
    bad = sends(client, letter, opinion="agrees", papers=file("图.png", b"MZ\x90\x00" + b"x" * 99))
    assert bad.status_code == 409
    assert not ConsultationFile.objects.exists()
    eleven = [file(f"{number}.png", PNG) for number in range(11)]
    assert sends(client, letter, opinion="agrees", papers=eleven).status_code == 409
    sends(client, letter, opinion="agrees", papers=file())
    paper = letter.files.get()
    for wanted in ("nothing", "00000000-0000-0000-0000-000000000000"):
        assert sends(client, letter, remove=wanted).status_code == 200
    assert sends(client, letter, remove=paper.public_id, text="写到一半").content.decode().count(
        "写到一半"
    ) == 1  # fmt: skip
    assert not ConsultationFile.objects.exists()


def test_too_many_tries_are_slowed_down(letter: Consultation) -> None:
    client = holder(letter)
    for _ in range(OPINIONS.most):
        assert sends(client, letter, remove="nothing").status_code == 200
    slowed = sends(client, letter, "send", **OBJECTION)
    assert slowed.status_code == 429
    assert "商业秘密&lt;b&gt;" in slowed.content.decode()
    letter.refresh_from_db()
    assert letter.closed_on is None


def test_after_the_term_it_is_taken_in_with_a_warning(
    case: InformationRequest, people: Desk
) -> None:
    late = sent(case, people, at=SUBMITTED_AT)
    opinions.confirm_letter(consultation=late, at=SUBMITTED_AT)
    client = holder(late)
    assert "机关可能已经作出决定" in seen(client, late)
    assert "第三方逾期未提出意见" in seen(client, late)
    sends(client, late, "send", **OBJECTION)
    late.refresh_from_db()
    assert late.closed_on == timezone.localdate()
    assert dt.date(2026, 9, 28) < late.closed_on


def test_a_co_makers_letter_says_that_silence_agrees(
    city: City, case: InformationRequest, people: Desk
) -> None:
    row = sent(case, people, kind="co_maker", organ=city.district)
    assert "视为同意公开" in seen(holder(row), row)


def test_the_notice_is_shown_once_the_answer_is_signed(
    case: InformationRequest, letter: Consultation, people: Desk
) -> None:
    client = holder(letter)
    sends(client, letter, "send", **OBJECTION)
    now = timezone.now()
    answers.submit_answer(
        request=case, outcome="3.1", body="现予公开。", provision=PROVISION,
        override_reason="关系公共安全", by=people[HANDLER], at=now,
    )  # fmt: skip
    for action in ("approve", "pass_secrecy"):
        STEPS[action](case, people, now)
    letters.tell_third_party(
        consultation=letter, text="公开<b>总价</b>，关系公共安全", told_on=timezone.localdate(),
        by=people[HANDLER], at=now,
    )  # fmt: skip
    assert "告知书" not in seen(client, letter)
    STEPS["sign"](case, people, now)
    source = seen(client, letter)
    for words in ("告知书：决定公开", "公开&lt;b&gt;总价", "60日内", "6个月内", "任选一种"):
        assert words in source
    assert "现予公开" not in source


def test_looking_leaves_no_entry(letter: Consultation) -> None:
    client, before = holder(letter), AuditEntry.objects.count()
    seen(client, letter)
    seen(client, letter, "reply")
    assert AuditEntry.objects.count() == before
