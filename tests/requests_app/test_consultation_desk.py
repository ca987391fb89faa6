"""The back office: co-makers answer at their desk, officers print letters and open papers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from requests_app.models import Consultation, InformationRequest
from requests_app.services.consultation import letters, opinions
from requests_app.workflow.states import HANDLER, INTAKE, REVIEWER, SECRECY, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import PNG, PROVISION, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.letters import OF_THE_APPLICANT, sent
from tests.requests_app.officers import act, page_of, signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/consultation/"


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


def handler(city: City, organ: str) -> Client:
    """A browser of somebody who handles applications for another organ."""
    return signed_in(person(f"p-{organ}", organs=[getattr(city, organ)],
                            roles=[Role.REQUEST_HANDLER]))  # fmt: skip


def of_letter(letter: Consultation, page: str) -> str:
    return f"{LIST}{letter.pk}/{page}/"


def test_a_co_maker_confirms_and_answers(
    city: City, case: InformationRequest, people: Desk
) -> None:
    letter = sent(case, people, kind="co_maker", organ=city.district)
    private = sent(case, people)
    theirs, elsewhere = handler(city, "district"), handler(city, "street")
    source = theirs.get(LIST).content.decode()
    assert letter.number in source
    assert private.number not in source
    assert letter.question in theirs.get("/admin/").content.decode()
    for which, who in ((letter, elsewhere), (private, theirs), (letter, Client())):
        for name in ("change", "received"):
            answer = who.post(of_letter(which, name), {"opinion": "agrees"})
            assert answer.status_code in (302, 404)
        assert who.get(of_letter(which, "change")).status_code in (302, 404)
    page = theirs.get(of_letter(letter, "change"))
    assert "no-store" in page["Cache-Control"]
    source = page.content.decode()
    assert not [text for text in OF_THE_APPLICANT if text in source]
    assert "视为同意公开" in source
    theirs.post(of_letter(letter, "received"))
    letter.refresh_from_db()
    assert letter.served_on == timezone.localdate()
    bare = theirs.post(of_letter(letter, "change"), {"opinion": "objects"})
    assert "请写明理由" in bare.content.decode()
    sent_back = theirs.post(of_letter(letter, "change"), {"opinion": "objects", "text": "未定稿"})
    assert sent_back.status_code == 302
    letter.refresh_from_db()
    assert (letter.opinion, letter.opinion_text) == ("objects", "未定稿")
    again = theirs.post(of_letter(letter, "change"), {"opinion": "agrees"})
    assert again.status_code == 403
    assert not letter.request.consultations.filter(opinion="agrees").exists()


def test_the_letter_is_printed_by_the_handlers_and_each_time_recorded(
    city: City, case: InformationRequest, people: Desk
) -> None:
    letter = sent(case, people)
    client, code = signed_in(people[HANDLER]), code_from(letter.key)
    assert client.get(of_letter(letter, "letter")).status_code == 405
    before = AuditEntry.objects.filter(action="requests.open_letter").count()
    page = client.post(of_letter(letter, "letter"))
    source = page.content.decode()
    for words in (letter.number, code, letter.question, "15个工作日", "决定是否公开", "回执"):
        assert words in source
    assert not [text for text in OF_THE_APPLICANT if text in source]
    qr = source[source.index('src="/qr') if 'src="/qr' in source else source.index("path=") :]
    assert code not in qr[: qr.index('"', 8)]
    assert AuditEntry.objects.filter(action="requests.open_letter").count() == before + 1
    case_page = client.get(page_of(case)).content.decode()
    assert code not in case_page
    assert "打印征求意见书" in case_page
    intake = signed_in(people[INTAKE]).post(of_letter(letter, "letter"))
    assert intake.status_code == 403
    assert f'href="{page_of(case)}"' in intake.content.decode()
    strangers = (city.outsider, city.people[Role.CLERK])
    for client in (handler(city, "district"), *map(signed_in, strangers)):
        assert client.post(of_letter(letter, "letter")).status_code in (302, 404)
    assert AuditEntry.objects.filter(action="requests.open_letter").count() == before + 1


def test_papers_open_for_those_who_weigh_them_once_they_are_sent(
    city: City, case: InformationRequest, people: Desk
) -> None:
    letter, other = sent(case, people), sent(case, people)
    now = timezone.now()
    files = [HandedIn(io.BytesIO(PNG), "合同.png")]
    [paper] = opinions.attach_papers(consultation=letter, files=files, at=now)
    address = of_letter(letter, f"paper/{paper.public_id}")
    client = signed_in(people[HANDLER])
    assert client.post(address, {"purpose": "weigh"}).status_code == 404
    opinions.give_opinion(consultation=letter, opinion="objects", text="<i>商业秘密", at=now)
    assert "&lt;i&gt;商业秘密" in client.get(page_of(case)).content.decode()
    entries = AuditEntry.objects.filter(action="requests.open_opinion_paper")
    assert client.get(address).status_code == 405
    assert client.post(address, {"purpose": "看看"}).status_code == 409
    wrong = of_letter(other, f"paper/{paper.public_id}")
    assert client.post(wrong, {"purpose": "weigh"}).status_code == 404
    assert entries.count() == 0
    opened: Any = client.post(address, {"purpose": "weigh"})
    assert b"".join(opened.streaming_content) == PNG
    assert opened["Content-Disposition"].startswith("attachment")
    assert "no-store" in opened["Cache-Control"]
    assert entries.count() == 1
    intake = signed_in(people[INTAKE]).post(address, {"purpose": "weigh"})
    assert intake.status_code == 403
    for who in (handler(city, "district"), signed_in(city.outsider)):
        assert who.post(address, {"purpose": "weigh"}).status_code in (302, 404)
    assert entries.count() == 1


def test_an_overruled_third_party_is_told_and_the_notice_printed(
    city: City, case: InformationRequest, people: Desk
) -> None:
    letter = sent(case, people)
    opinions.give_opinion(
        consultation=letter, opinion="objects", text="商业秘密", at=timezone.now()
    )
    hand = signed_in(people[HANDLER])
    draft = {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION}
    refused = act(hand, case, "submit_answer", **draft)
    assert (refused.status_code, "不同意公开" in refused.content.decode()) == (409, True)
    act(hand, case, "submit_answer", **draft, override_reason="关系公共安全")
    for role, action, given in (
        (REVIEWER, "approve", {"opinion": "同意"}),
        (SECRECY, "pass_secrecy", {"opinion": "不涉密"}),
    ):
        assert act(signed_in(people[role]), case, action, **given).status_code == 302
    signer = signed_in(people[SIGNER])
    assert "关系公共安全" in signer.get(page_of(case)).content.decode()
    act(signer, case, "sign")
    told = {"consultation": letter.pk, "text": "公开总价", "told_on": timezone.localdate()}
    assert act(hand, case, "tell_third_party", **told).status_code == 302
    notice = letter.notices.get()
    named = {"paper": f"opening:{notice.pk}"}
    source = hand.post(page_of(case, "letter"), named).content.decode()
    for words in ("公开总价", "提起行政诉讼", letter.number, notice.letters.get().number):
        assert words in source
    assert not [text for text in OF_THE_APPLICANT if text in source]
    for who in (handler(city, "district"), signed_in(people[INTAKE]), Client()):
        assert who.post(page_of(case, "letter"), named).status_code in (302, 403, 404)
    other = sent_elsewhere(city, people)
    assert hand.post(page_of(other.request, "letter"), named).status_code == 404


def sent_elsewhere(city: City, people: Desk) -> Consultation:
    """A letter of another case."""
    return sent(bring_to(submitted(city), Status.HANDLING, people=people), people)


def test_a_co_maker_of_this_site_is_named_by_its_organ(
    case: InformationRequest, people: Desk, city: City
) -> None:
    asked = {"question": "是否同意公开", "by": people[HANDLER], "at": SUBMITTED_AT}
    row = letters.consult(request=case, kind="co_maker", party=" ", organ=city.street, **asked)
    assert row.party == city.street.name
    with pytest.raises(ActRefused, match="姓名或者名称"):
        letters.consult(request=case, kind="third_party", party=" ", **asked)
