"""One act by itself: what its page answers, with which status, and what it keeps."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.desk.offers import offers_for
from tests.builders import City
from tests.floor.enquiries import brought
from tests.kind.admin import DESK
from tests.kind.models import Enquiry
from tests.requests_app.cases import PNG
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification import cases as rectifications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def address(enquiry: Enquiry, action: str) -> str:
    return f"/admin/kind/enquiry/{enquiry.pk}/act/{action}/"


def browser(city: City, role: Role) -> Client:
    return signed_in(city.people[role])


def test_done_it_leads_back_and_says_so(city: City) -> None:
    enquiry = brought(city, "answering")
    answer: Any = browser(city, Role.REQUEST_HANDLER).post(
        f"{address(enquiry, 'propose')}?queue=mine&q=x", {"text": "有补贴。"}, follow=True
    )
    assert answer.redirect_chain == [(f"/admin/kind/enquiry/{enquiry.pk}/change/?queue=mine", 302)]
    page = answer.content.decode()
    assert f"拟答复：已办理。{enquiry.number} 现在待审核。" in page
    assert "今天没有别的待办" in page
    assert Enquiry.objects.get(pk=enquiry.pk).answer == "有补贴。"


def test_it_leads_on_to_what_is_due_next(city: City) -> None:
    enquiry, later, sooner = (brought(city, "answering") for _ in range(3))
    Enquiry.objects.filter(pk=later.pk).update(due_on="2026-12-30")
    answer: Any = browser(city, Role.REQUEST_HANDLER).post(
        address(enquiry, "propose"), {"text": "有。"}, follow=True
    )
    assert f'href="/admin/kind/enquiry/{sooner.pk}/change/"' in answer.content.decode()


def test_an_invalid_form_keeps_what_was_typed(city: City) -> None:
    enquiry = brought(city, "review")
    answer: Any = browser(city, Role.ANSWER_REVIEWER).post(
        address(enquiry, "return"), {"reason": "长" * 501}
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "退回的理由最多500字，请删减。" in page
    assert "长" * 501 in page
    assert "文件须重新选择" not in page
    assert Enquiry.objects.get(pk=enquiry.pk).status == "review"


def test_files_must_be_chosen_again(city: City) -> None:
    case = rectifications.brought(city, "verifying")
    answer: Any = browser(city, Role.REQUEST_INTAKE).post(
        f"/admin/requests_app/rectification/{case.pk}/act/add_papers/",
        {"purpose": "", "files": SimpleUploadedFile("图.png", PNG)},
    )
    assert answer.status_code == 400
    assert "没有办理成功，请改正后再办；文件须重新选择" in answer.content.decode()
    assert case.evidence.count() == len(rectifications.papers())


def test_what_the_case_forbids_is_a_conflict_and_keeps_what_was_typed(city: City) -> None:
    enquiry = brought(city, "answered")
    intake = browser(city, Role.REQUEST_INTAKE)
    answer: Any = intake.post(address(enquiry, "close"))
    assert answer.status_code == 409
    assert "请先把答复告知咨询人并记录联系，再办结。" in answer.content.decode()
    handler = browser(city, Role.REQUEST_HANDLER)
    blank: Any = handler.post(address(enquiry, "log_contact"), {"text": " \x0b "})
    assert blank.status_code == 400
    assert Enquiry.objects.get(pk=enquiry.pk).acts.count() == len(("submit", "assign", "p", "a"))


def seen_on(page: Any) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_a_form_sent_twice_is_done_once(city: City) -> None:
    enquiry, handler = brought(city, "answering"), browser(city, Role.REQUEST_HANDLER)
    place = address(enquiry, "log_contact")
    given = {"text": "电话告知需要补充地址", "seen": seen_on(handler.get(place))}
    assert seen_on(handler.get(f"/admin/kind/enquiry/{enquiry.pk}/change/")) == given["seen"]
    assert handler.post(place, given).status_code == 302
    again: Any = handler.post(place, given)
    assert again.status_code == 409
    assert "您打开页面以后，本件又有了新的办理" in again.content.decode()
    assert "电话告知需要补充地址" in again.content.decode()
    assert enquiry.acts.filter(action="log_contact").count() == 1
    # Whoever has looked and still wants it sends the form that came back.
    assert handler.post(place, {**given, "seen": seen_on(again)}).status_code == 302
    assert enquiry.acts.filter(action="log_contact").count() == len(("first", "second"))


def test_what_is_wrong_does_not_hide_what_was_done_meanwhile(city: City) -> None:
    """A form that comes back invalid still says which state of the case it was drawn from."""
    enquiry, handler = brought(city, "answering"), browser(city, Role.REQUEST_HANDLER)
    place = address(enquiry, "log_contact")
    drawn = seen_on(handler.get(place))
    assert handler.post(place, {"text": "第一次联系", "seen": drawn}).status_code == 302
    invalid: Any = handler.post(place, {"text": "", "seen": drawn})
    assert invalid.status_code == 400
    assert seen_on(invalid) == drawn
    assert handler.post(place, {"text": "第二次联系", "seen": "昨天"}).status_code == 409


def test_nobody_approves_a_decision_they_have_not_seen(city: City) -> None:
    case = rectifications.walk(rectifications.filed(city), city, "accept", "correct")
    answer = browser(city, Role.ANSWER_REVIEWER).post(
        f"/admin/requests_app/rectification/{case.pk}/act/approve_decline/"
    )
    assert answer.status_code == 409
    assert type(case).objects.get(pk=case.pk).status == "review"


@pytest.mark.parametrize(
    ("state", "action", "role", "told", "status"),
    [
        (
            "review",
            "approve",
            Role.REQUEST_HANDLER,
            f"同意答复须由{Role.ANSWER_REVIEWER.holders}办理。",
            403,
        ),
        # The state has passed, or has not come: nobody's fault who asks.
        ("received", "close", Role.REQUEST_INTAKE, "咨询待受理，现在不能办结。", 409),
        ("answered", "approve", Role.ANSWER_REVIEWER, "咨询已答复，现在不能同意答复。", 409),
    ],
)
def test_what_is_not_theirs_is_forbidden_and_what_has_passed_a_conflict(
    city: City, state: str, action: str, role: Role, told: str, status: int
) -> None:
    enquiry = brought(city, state)
    answer: Any = browser(city, role).post(address(enquiry, action))
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert Enquiry.objects.get(pk=enquiry.pk).status == state


def test_a_text_has_an_end_and_every_refusal_is_ours(city: City) -> None:
    """However long, whatever it holds: said in a sentence that says what to do."""
    enquiry, handler = brought(city, "answering"), browser(city, Role.REQUEST_HANDLER)
    for text, told in (("长" * 20_001, "最多20000字，请删减。"), ("某\x00", "有不能识别的字符")):
        answer: Any = handler.post(address(enquiry, "log_contact"), {"text": text})
        assert answer.status_code == 400
        assert told in answer.content.decode()
    intake = browser(city, Role.REQUEST_INTAKE)
    chosen: Any = intake.post(address(brought(city, "received"), "assign"), {"handler": "999999"})
    assert chosen.status_code == 400
    assert "请在所列的选项中选择。" in chosen.content.decode()


def test_an_act_nobody_knows_is_not_found(city: City) -> None:
    enquiry, intake = brought(city, "received"), browser(city, Role.REQUEST_INTAKE)
    for name in ("steal", "withdraw"):
        assert intake.post(address(enquiry, name)).status_code == 404


def test_the_form_begins_with_what_was_written_before(city: City) -> None:
    enquiry = brought(city, "review")
    browser(city, Role.ANSWER_REVIEWER).post(address(enquiry, "return"), {"reason": "写明依据"})
    page = browser(city, Role.REQUEST_HANDLER).get(address(enquiry, "propose"))
    assert "有补贴。" in page.content.decode()


def test_what_is_offered_and_why_not(city: City) -> None:
    """To each by role: with a form what can be done, with a reason what cannot."""
    enquiry, today = brought(city, "answered"), timezone.localdate()
    offers = offers_for(DESK, city.people[Role.REQUEST_INTAKE], enquiry, on=today)
    assert [(o.act.name, o.enabled, o.form) for o in offers.main] == []
    assert {o.act.name: o.reason for o in offers.closed} == {
        "close": "请先把答复告知咨询人并记录联系，再办结。",
        "log_contact": f"记录联系须由{Role.REQUEST_HANDLER.holders}办理。",
    }
    handler = offers_for(DESK, city.people[Role.REQUEST_HANDLER], enquiry, on=today)
    assert [(title, [o.act.name for o in group]) for title, group in handler.groups] == [
        ("", ["log_contact"])
    ]
    assert list(handler.beside[0].form.fields) == ["text"]
    assert handler.beside[0].action == address(enquiry, "log_contact")
