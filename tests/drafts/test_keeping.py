"""Nothing typed is lost: an ended session, a refusal, Back, a second tab; nor seen by another."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.drafts.marks import FIELD
from portal.drafts.models import KeptText
from requests_app.models import ApplicationDraft, InformationRequest
from requests_app.workflow.states import HANDLER, INTAKE, Status
from tests.builders import City, person
from tests.floor.kinds import KINDS
from tests.requests_app.cases import SUBMITTED_AT, Desk, bring_to, desk, letter, submitted
from tests.requests_app.officers import LIST, page_of, signed_in

pytestmark = pytest.mark.django_db
LONG = "经检索，现将柳桥街道绿化养护招标文件提供给您。" * 20
KEEP = "/drafts/keep/"
AT = SUBMITTED_AT + dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def mark_in(page: str) -> str:
    found = re.search(r'name="form_mark" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def text_of(client: Client, address: str) -> str:
    with time_machine.travel(AT):
        answer: Any = client.get(address, follow=True)
    return answer.content.decode()


def test_no_field_is_named_like_what_a_form_sends_beside_what_is_typed() -> None:
    """Else the mark of the form, or the moment its page was drawn, would be taken for an answer."""
    taken = {FIELD, "seen", "action", "back", "remove"}
    for kind in KINDS:
        for action, button in kind.desk.buttons.items():
            assert not taken & set(button.fields), (kind.name, action)


def test_an_answer_sent_after_the_session_ended_stands_in_the_form_after_signing_in(
    people: Desk, case: InformationRequest
) -> None:
    address = page_of(case, "act/submit_answer")
    client = signed_in(people[HANDLER])
    mark = mark_in(text_of(client, address))
    client.logout()
    with time_machine.travel(AT):
        answer: Any = client.post(address, {"form_mark": mark, "outcome": "3.1", "body": LONG})
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert case.answers.count() == 0
    shown = text_of(signed_in(people[HANDLER]), address)
    assert LONG in shown
    assert "没有提交的内容" in shown
    # The page of the case offers the same form, with the same words in it.
    assert LONG in text_of(signed_in(people[HANDLER]), page_of(case))


def test_what_one_officer_typed_is_seen_by_no_other(
    city: City, people: Desk, case: InformationRequest
) -> None:
    address = page_of(case, "act/log_contact")
    mark = mark_in(text_of(signed_in(people[HANDLER]), address))
    other = signed_in(city.outsider)
    with time_machine.travel(AT):
        assert other.post(KEEP, {"form_mark": mark, "summary": "冒充"}).status_code == 409
        assert Client().post(KEEP, {"form_mark": mark, "summary": LONG}).status_code == 204
        assert Client().post(KEEP, {"form_mark": f"{mark}x", "summary": LONG}).status_code == 400
        assert Client().post(KEEP, {"summary": LONG}).status_code == 400
        assert Client().get(KEEP).status_code == 405
    assert LONG in text_of(signed_in(people[HANDLER]), address)
    assert LONG not in text_of(signed_in(people[INTAKE]), page_of(case))


def test_what_was_taken_in_is_gone_and_what_was_refused_is_not(
    people: Desk, case: InformationRequest
) -> None:
    address, client = page_of(case, "act/log_contact"), signed_in(people[HANDLER])
    mark = mark_in(text_of(client, address))
    with time_machine.travel(AT):
        given = {"form_mark": mark, "way": "phone", "summary": LONG}
        assert client.post(address, given).status_code == 400
        assert KeptText.objects.count() == 1
        given |= {"happened_at": "2026-09-07T09:30"}
        assert client.post(address, given).status_code == 302
    assert not KeptText.objects.exists()


def test_what_is_not_wanted_any_more_is_cleared_by_its_owner(
    people: Desk, case: InformationRequest
) -> None:
    address, client = page_of(case, "act/log_contact"), signed_in(people[HANDLER])
    mark = mark_in(text_of(client, address))
    with time_machine.travel(AT):
        client.post(KEEP, {"form_mark": mark, "summary": LONG})
        discard = {"form_mark": mark, "back": address}
        assert Client().post("/drafts/discard/", discard).status_code == 404
        assert KeptText.objects.count() == 1
        answer: Any = client.post("/drafts/discard/", discard)
        away: Any = client.post("/drafts/discard/", {**discard, "back": "//example.com/"})
    assert (answer["Location"], away["Location"]) == (address, "/")
    assert not KeptText.objects.exists()
    assert LONG not in text_of(client, address)


def test_without_script_a_button_keeps_it_and_leads_back(
    people: Desk, case: InformationRequest
) -> None:
    address, client = page_of(case, "act/log_contact"), signed_in(people[HANDLER])
    page = text_of(client, address)
    assert 'formaction="/drafts/save/"' in page
    given = {"form_mark": mark_in(page), "summary": LONG, "back": address}
    with time_machine.travel(AT):
        saved: Any = client.post("/drafts/save/", given)
        assert saved["Location"] == address
        assert "已经保存，没有提交" in client.get(address).content.decode()
        too_long: Any = client.post("/drafts/save/", {**given, "summary": "长" * 70_000})
        assert too_long.status_code == 409
        assert "返回上一页" in too_long.content.decode()
    shown = text_of(client, address)
    assert LONG in shown
    assert LONG not in [row.summary for row in case.contacts.all()]


def test_a_clerks_form_survives_an_ended_session(city: City, people: Desk) -> None:
    address, client = f"{LIST}add/", signed_in(people[INTAKE])
    mark = mark_in(text_of(client, address))
    client.logout()
    typed = {
        "form_mark": mark,
        "description": LONG,
        "suggests_publication": "on",
        "medium": "paper",
    }
    with time_machine.travel(AT):
        assert client.post(address, typed).status_code == 302
    shown = text_of(signed_in(people[INTAKE]), address)
    assert LONG in shown
    assert re.search(r'name="suggests_publication"[^>]*checked', shown)
    assert re.search(r'value="paper"[^>]*checked', shown)


def test_a_correction_sent_too_late_for_the_session_is_there_after_the_door(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    browser = Client()
    number = case.number
    with time_machine.travel(AT):
        enter(browser, number)
        page = browser.get(reverse("requests:case", args=[number])).content.decode()
        mark = mark_in(page)
        browser.session.flush()
        browser.cookies.pop("sessionid", None)
        address = reverse("requests:reply", args=[number])
        answer: Any = browser.post(address, {"form_mark": mark, "text": LONG})
        assert answer["Location"] == reverse("requests:track")
        assert "没有丢失" in browser.get(answer["Location"]).content.decode()
        cookie = browser.cookies["kept"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 604800)
        # A browser that is not the same finds nothing.
        stranger = Client()
        enter(stranger, number)
        assert LONG not in stranger.get(reverse("requests:case", args=[number])).content.decode()
        enter(browser, number)
        assert LONG in browser.get(reverse("requests:case", args=[number])).content.decode()
        browser.post(reverse("requests:leave"))
        assert not KeptText.objects.exists()
        assert browser.cookies["kept"].value == ""


def enter(browser: Client, number: str) -> None:
    """Through the door, as one whose number and code were right."""
    session = browser.session
    now = (AT).timestamp()
    session["request_grants"] = {number: now}
    session.save()
    browser.cookies["sessionid"] = session.session_key or ""


def test_an_opinion_is_kept_until_it_is_sent(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    row = letter(case, by=people[HANDLER], at=SUBMITTED_AT, served_on=SUBMITTED_AT.date())
    browser, address = Client(), reverse("requests:opinion_reply", args=[row.number])
    with time_machine.travel(AT):
        enter(browser, row.number)
        mark = mark_in(browser.get(address).content.decode())
        given = {"form_mark": mark, "opinion": "objects", "text": LONG}
        assert browser.post(KEEP, given).status_code == 204
        shown = browser.get(address).content.decode()
        assert LONG in shown
        review: Any = browser.post(address, {**given, "action": "review"})
        assert mark_in(review.content.decode())
        sent: Any = browser.post(address, {**given, "action": "send"})
        assert sent["Location"] == reverse("requests:opinion_receipt", args=[row.number])
    assert not KeptText.objects.exists()


def test_a_request_to_rectify_is_kept_while_it_is_typed(city: City) -> None:
    browser, address = Client(), reverse("requests:record_apply")
    with time_machine.travel(AT):
        mark = mark_in(browser.get(address).content.decode())
        assert (
            browser.post(KEEP, {"form_mark": mark, "record": "户籍", "website": "x"}).status_code
            == 409
        )
        assert browser.post(address, {"form_mark": mark, "record": LONG[:90]}).status_code == 400
        assert LONG[:90] in browser.get(address).content.decode()
        assert LONG[:90] not in Client().get(address).content.decode()


def test_what_was_typed_with_an_account_is_gone_from_the_computer_with_it(city: City) -> None:
    """The next one at the same computer, with an account or without, finds nothing of it."""
    computer = Client()
    first, next_one = (person(name, organs=[], roles=[]) for name in ("citizen-a", "citizen-b"))
    address = reverse("requests:record_apply")
    computer.force_login(first)
    with time_machine.travel(AT):
        mark = mark_in(computer.get(address).content.decode())
        assert computer.post(KEEP, {"form_mark": mark, "record": LONG[:90]}).status_code == 204
        draft = begun(computer, city).partition("?")[0]
        given = {"organ": city.office.code, "description": LONG, "action": "save"}
        assert computer.post(draft, given).status_code == 302
        assert LONG in computer.get(draft).content.decode()
        for after in (None, next_one, first):
            computer.logout()
            if after:
                computer.force_login(after)
            is_theirs = after is first
            assert (LONG[:90] in computer.get(address).content.decode()) is is_theirs
            assert (computer.get(draft).status_code == 200) is is_theirs
            page = computer.get(reverse("requests:apply")).content.decode()
            assert ("接着填写" in page) is is_theirs


# --- applications: a draft of their own, with files ---


def begun(browser: Client, city: City) -> str:
    """The address of a form that was just opened."""
    answer: Any = browser.get(reverse("requests:apply"), {"organ": city.office.code})
    return str(answer["Location"])


def test_a_draft_is_found_for_seven_days_in_the_same_browser_and_in_no_other(city: City) -> None:
    browser = Client()
    with time_machine.travel(AT):
        address = begun(browser, city).partition("?")[0]
        given = {"organ": city.office.code, "description": LONG, "action": "save"}
        assert browser.post(address, given).status_code == 302
    browser.cookies.pop("sessionid", None)
    with time_machine.travel(AT + dt.timedelta(days=6, hours=23)):
        assert LONG in browser.get(address).content.decode()
        assert "接着填写" in browser.get(reverse("requests:apply")).content.decode()
        assert Client().get(address).status_code == 404


def test_going_back_from_the_check_leads_to_what_was_typed(city: City) -> None:
    browser = Client()
    with time_machine.travel(AT):
        address = begun(browser, city)
        assert browser.get(address).status_code == 200
        given = {"organ": city.office.code, "description": LONG, "action": "keep"}
        answer: Any = browser.post(address.partition("?")[0], given)
        assert (answer.status_code, answer.content) == (204, b"")
        assert LONG in browser.get(address).content.decode()
        assert ApplicationDraft.objects.get().typed["description"] == LONG
        stranger: Any = Client().get(address)
        assert stranger.status_code == 404
