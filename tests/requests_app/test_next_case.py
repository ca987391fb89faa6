"""下一件: after an act the officer is told what happened and led to what waits next."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.presenters.due import due_of
from requests_app.queues.day import mine
from requests_app.rectification import workflow as rectification_workflow
from requests_app.services import assistance
from requests_app.workflow.states import HANDLER, REVIEWER, Status
from tests.builders import City, person
from tests.requests_app.cases import STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import page_of, signed_in
from tests.requests_app.rectification.cases import brought

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
RECORDS = "/admin/requests_app/rectification/"
NOTHING = "今天没有别的待办"


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def handler(people: Desk) -> Client:
    return signed_in(people[HANDLER])


def handled(city: City, people: Desk, due: str, **changes: Any) -> InformationRequest:
    """A case of the handler's that is due on a day."""
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    InformationRequest.objects.filter(pk=case.pk).update(reply_due_on=due, **changes)
    return case


def next_of(page: str) -> list[str]:
    """The links to a next case; where there is none the page says so."""
    found = re.findall(r'class="st-next" href="([^"]+)" aria-describedby="done" autofocus', page)
    assert bool(found) != (NOTHING in page)
    return found


def contact(client: Client, case: InformationRequest, query: str = "") -> tuple[str, list[str]]:
    """An act that changes no state: where it leads, and the links to a next case."""
    given = {"way": "phone", "happened_at": "2026-09-08T09:00", "summary": "说明进展"}
    answer: Any = client.post(f"{page_of(case, 'act/log_contact')}{query}", given)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert f"记录联系：已办理。{case.number} 现在办理中。" in page
    return answer["Location"], next_of(page)


def test_the_soonest_due_of_the_list_one_came_from(
    city: City, people: Desk, handler: Client
) -> None:
    done = handled(city, people, "2027-01-05")
    late = handled(city, people, "2026-01-05", channel="plain_letter")
    sooner = handled(city, people, "2027-01-11")
    handled(city, people, "2027-01-12")
    assert contact(handler, done) == (page_of(done), [page_of(late)])
    online = "?queue=mine&channel__exact=online"
    shown = online.replace("&", "&amp;")
    assert contact(handler, done, online) == (
        f"{page_of(done)}{online}",
        [f"{page_of(sooner)}{shown}"],
    )
    # In that list nothing is left, in the day's work there is; what was searched for is let go.
    given = "?_changelist_filters=queue%3Dlate%26q%3D%E5%BC%A0%E4%B8%89%26status__exact%3D%2500"
    where, found = contact(handler, late, given)
    assert (where, found) == (f"{page_of(late)}?queue=late", [f"{page_of(done)}?queue=late"])
    page = handler.get(f"{page_of(done)}{given}").content.decode()
    assert f'action="{page_of(done, "act/log_contact")}?queue=late"' in page


def test_nothing_of_others_then_the_other_kind_then_other_organs_questions(
    city: City, people: Desk, handler: Client
) -> None:
    done = handled(city, people, "2027-01-05")
    colleague = person("p-other", organs=[city.office], roles=[Role.REQUEST_HANDLER])
    theirs = handled(city, people, "2027-01-04", handler=colleague)
    elsewhere = handled(city, people, "2027-01-04", organ=city.other_district)
    assert contact(handler, done)[1] == []
    assistance.ask_assistance(
        request=theirs, organ=city.street, question="有无此件", days=3, by=colleague,
        at=SUBMITTED_AT,
    )  # fmt: skip
    assert contact(handler, done)[1] == ["/admin/"]
    record = brought(city, rectification_workflow.Status.VERIFYING)
    assert contact(handler, done, "?queue=mine")[1] == [f"{RECORDS}{record.pk}/change/"]
    # Decided and waiting for the reviewer: back to the applications of this person.
    given = {"text": "已改", "corrected_on": "2026-09-08"}
    answer = handler.post(f"{RECORDS}{record.pk}/act/correct/?queue=late", given, follow=True)
    assert answer.redirect_chain == [(f"{RECORDS}{record.pk}/change/?queue=late", 302)]
    page = answer.content.decode()
    assert next_of(page) == [page_of(done)]
    assert f"拟予以更正：已办理。{record.number} 现在待审核。" in page
    assert elsewhere.number not in page


def test_what_another_must_judge_does_not_wait_for_the_one_who_wrote_it(
    city: City, people: Desk
) -> None:
    """One person of two roles; a new draft by somebody else is theirs again."""
    both = person(
        "p-both", organs=[city.office], roles=[Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER]
    )
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    alone = Desk({**people.people, Role.REQUEST_HANDLER: both}, people.second)
    STEPS["submit_answer"](case, alone, SUBMITTED_AT)
    day = SUBMITTED_AT.date()
    assert not mine(InformationRequest.objects.all(), both, on=day).exists()
    assert mine(InformationRequest.objects.all(), people[REVIEWER], on=day).exists()
    STEPS["return_review"](case, people, SUBMITTED_AT)
    STEPS["submit_answer"](case, people, SUBMITTED_AT)
    assert mine(InformationRequest.objects.all(), both, on=day).exists()


@pytest.mark.parametrize(
    ("status", "due_on", "words", "tone"),
    [
        ("handling", dt.date(2026, 9, 8), "逾期3个工作日", "late"),
        # Saturday after the last day: late, and no working day has gone by.
        ("handling", dt.date(2026, 9, 11), "已逾期", "late"),
        ("handling", dt.date(2026, 9, 12), "今天到期", "soon"),
        ("review", dt.date(2026, 9, 18), "还有5个工作日", "soon"),
        ("review", dt.date(2026, 9, 21), "还有7个工作日", "calm"),
        ("awaiting_correction", None, "期限待定", "calm"),
        ("awaiting_confirmation", None, "还没有起算", "calm"),
        ("answered", dt.date(2026, 9, 8), "", "calm"),
    ],
)
def test_how_pressing_a_case_is(status: str, due_on: dt.date | None, words: str, tone: str) -> None:
    case: Any = SimpleNamespace(status=status, reply_due_on=due_on, reply_not_before=None)
    found = due_of(case, load_calendar(), on=dt.date(2026, 9, 12))
    assert (found.words, found.tone) == (words, tone)
