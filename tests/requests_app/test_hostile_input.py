"""Input that no form expects: every page answers with a sentence, none with an error of ours."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.tracking.codes import code_from
from requests_app.models import Consultation, InformationRequest
from requests_app.services import withdrawal
from requests_app.services.consultation import letters
from requests_app.workflow.states import HANDLER, HEAD, Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import LIST, act, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def browser(people: Desk, role: str) -> Client:
    """A browser that sees what a visitor would: a page of the error and not the error."""
    client = signed_in(people[role])
    client.raise_request_exception = False
    return client


def test_a_nul_where_a_text_is_written(city: City, people: Desk) -> None:
    """Fields refuse it by themselves; these two pages read the text without a field."""
    case = bring_to(submitted(city), Status.ANSWERED, people=people)
    browser(people, HEAD).post(page_of(case, "hold"), {"reason": "诉\x00讼"})
    browser(people, HANDLER).post(page_of(case, "summary"), {"text": "绿化\x00合同"})
    case.refresh_from_db()
    assert (case.legal_hold, case.public_summary.text) == ("诉讼", "绿化合同")
    for empty in ("\x00", " \x00 "):
        answer = browser(people, HANDLER).post(page_of(case, "summary"), {"text": empty})
        assert answer.status_code == 409


@pytest.mark.parametrize(
    "query",
    ["q=%00", "queue=%00", "status__exact=%00", "channel__exact=x%00", f"p={'9' * 30}", "o=zz"],
)
def test_addresses_of_the_lists(city: City, people: Desk, query: str) -> None:
    officer = browser(people, HANDLER)
    wanted = {400} if "%00" in query else {200, 302}
    for folder in (LIST, f"{LIST}export/", "/admin/requests_app/rectification/"):
        assert officer.get(f"{folder}?{query}").status_code in wanted, folder
    assert officer.get(f"{LIST}{'9' * 30}/change/").status_code == 404
    assert city


_HANDLER, _HEAD = HANDLER, HEAD


@pytest.mark.parametrize(
    ("role", "action", "given"),
    [
        (_HANDLER, "ask_fee", {"scale": "pages", "pages": 250, "received_on": "2026-09-08"}),
        (_HANDLER, "ask_fee", {"scale": "pages", "pages": "9" * 400}),
        (_HANDLER, "log_contact",
         {"way": "phone", "summary": "某", "happened_at": "0001-01-01T00:00"}),
        (_HANDLER, "log_contact",
         {"way": "phone", "summary": "某", "happened_at": "9999-12-31T23:59"}),
        (_HANDLER, "ask_correction",
         {"unclear": "某", "guidance": "某", "respond_by": "9999-12-31"}),
        (_HANDLER, "ask_reasons", {"why": "某", "respond_by": "9999-12-31"}),
        (_HANDLER, "split", {"parts": "件\n" * 3000}),
        (_HANDLER, "ask_assistance", {"organ": "９" * 40, "question": "某", "days": 3}),
        (_HANDLER, "join", {"into": "²" * 50, "reason": "某"}),
        (_HEAD, "extend", {"days": "9" * 5000, "reason": "某"}),
        (_HEAD, "extend", {"days": "²", "reason": "某"}),
        (_HEAD, "rectify", {"fact": "\x00", "day": "0001-01-01", "reason": "某"}),
        (_HEAD, "defer", {"until": "9999-12-31", "reason": "某"}),
    ],
)  # fmt: skip
def test_impossible_values_in_an_act(
    city: City, people: Desk, role: str, action: str, given: dict[str, Any]
) -> None:
    """Refused with a sentence, and the case can still be opened and listed."""
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    answer = act(browser(people, role), case, action, **given)
    assert answer.status_code in (400, 409), action
    assert case.acts.count() == 3
    for address in (page_of(case), LIST):
        assert browser(people, role).get(address).status_code == 200


def test_the_first_and_the_last_day_of_the_calendar(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    # As versions before took it in.
    first = dt.date(1, 1, 1)
    InformationRequest.objects.filter(pk=case.pk).update(
        arrived_on=first, received_on=first, reply_due_on=None
    )
    assert browser(people, HANDLER).get(page_of(case)).status_code == 200
    assert browser(people, HANDLER).get(LIST).status_code == 200
    done = bring_to(submitted(city), Status.ANSWERED, people=people)
    head = browser(people, HEAD)
    assert act(head, done, "reopen", reason="某", answer_by="9999-12-31").status_code == 400
    assert head.get(page_of(done)).status_code == 200
    never = submitted(city)
    withdrawal.withdraw(request=never, at=SUBMITTED_AT)
    assert act(head, never, "reopen", reason="某", answer_by="2027-01-04").status_code == 409


def test_a_letter_that_ended_shows_no_reason_and_takes_no_opinion(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    row = letters.consult(
        request=case, kind="third_party", party="某公司", question="是否同意公开报价",
        by=people[HANDLER], at=SUBMITTED_AT,
    )  # fmt: skip
    officer = browser(people, HANDLER)
    given = {"consultation": row.pk, "reason": "发错了对象"}
    today = timezone.localdate().isoformat()
    assert act(officer, case, "end_consultation", **given, ended_on=today).status_code == 302
    holder = Client()
    code = code_from(Consultation.objects.get().key)
    holder.post("/requests/opinion/", {"number": row.number, "code": code})
    page = holder.get(f"/requests/opinion/{row.number}/letter/").content.decode()
    assert "征求意见已经结束" in page
    assert "发错了对象" not in page
    sent = {"opinion": "objects", "text": "涉及报价", "action": "send"}
    holder.post(f"/requests/opinion/{row.number}/reply/", sent)
    assert Consultation.objects.get().opinion == "none"
    page = officer.get(page_of(case)).content.decode()
    assert "发错了对象" in page
    assert "征求意见结束，没有收到意见" in page
