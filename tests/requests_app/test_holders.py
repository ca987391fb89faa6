"""在某某（审核）处几个工作日: on the list and on the page, without a query for each case."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.queues.holders import holding_of, holdings_of
from requests_app.services import assignment
from requests_app.workflow.states import HANDLER, INTAKE, OPEN, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import LIST, page_of, signed_in

pytestmark = pytest.mark.django_db
TODAY = SUBMITTED_AT.date()


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def words(case: InformationRequest, days: int) -> str:
    """As the list and as the page say it."""
    case = InformationRequest.objects.select_related("handler").get(pk=case.pk)
    on, calendar = TODAY + days * DAY, load_calendar()
    listed = holdings_of([case], calendar, on=on)[case.pk]
    assert holding_of(case, case.acts.all(), calendar, on=on) == listed
    return listed.words


def test_the_desk_of_every_open_state_and_the_working_days_since(city: City, people: Desk) -> None:
    cases = {state: bring_to(submitted(city), state, people=people) for state in OPEN}
    said = {state: words(case, 7) for state, case in cases.items()}
    handler = people[HANDLER].get_full_name()
    assert said[Status.HANDLING] == f"在{handler}（承办）处5个工作日"
    assert said[Status.AWAITING_CONFIRMATION] == "在p-request_intake（确认）处5个工作日"
    assert said[Status.AWAITING_CORRECTION] == "在申请人（补正）处5个工作日"
    assert said[Status.REVIEW] == "在p-answer_reviewer、p-second（审核）处5个工作日"
    assert said[Status.SIGNING] == "在p-signer（签发）处5个工作日"
    assert all(text.endswith("处5个工作日") for text in said.values())
    assert words(cases[Status.HANDLING], 0).endswith("处，今天起")


def test_another_handler_begins_anew_and_what_changes_no_desk_does_not(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    STEPS["ask_reasons"](case, people, SUBMITTED_AT + DAY)
    STEPS["supply_reasons"](case, people, SUBMITTED_AT + 2 * DAY)
    assert words(case, 4).endswith("处2个工作日")
    other = person("p-third", organs=[city.office], roles=[Role.REQUEST_HANDLER])
    assignment.assign(
        request=case, handler=other, reason="另有任务", by=people[INTAKE], at=SUBMITTED_AT + 3 * DAY
    )
    assert words(case, 4) == "在p-third（承办）处1个工作日"


def test_many_are_counted_and_nobody_is_said(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.REVIEW, people=people)
    for number in range(2):
        person(f"p-more-{number}", organs=[city.office], roles=[Role.ANSWER_REVIEWER])
    assert words(case, 1).startswith("在答复审核人员4人（审核）处")
    empty = submitted(city, organ=city.other_district)
    city.outsider.memberships.filter(role=Role.REQUEST_INTAKE).delete()
    assert "现无人担任" in words(empty, 1)


def test_it_stands_in_the_list_and_on_the_page_with_no_query_for_each_case(
    city: City, people: Desk, django_assert_num_queries: Any
) -> None:
    cases = [bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(3)]
    rows = list(InformationRequest.objects.select_related("handler"))
    calendar = load_calendar()
    with django_assert_num_queries(2):
        assert len(holdings_of(rows, calendar, on=TODAY)) == 3
    with time_machine.travel(SUBMITTED_AT + DAY):
        client = signed_in(city.people[Role.SUPERVISOR])
        said = f"在{people[HANDLER].get_full_name()}（承办）处1个工作日"
        assert client.get(f"{LIST}?queue=all").content.decode().count(said) == 3
        assert said in client.get(page_of(cases[0])).content.decode()
