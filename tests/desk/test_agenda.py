"""全部待办: every kind in one list, soonest due first, each person's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.desk import agenda as agendas
from portal.desk import today
from portal.desk.agenda import agenda
from requests_app.rectification.models import Rectification
from tests.builders import City, draft, person
from tests.conftest import NOON
from tests.decisions.events import cases as events
from tests.floor.enquiries import asked, walk
from tests.kind.models import Enquiry
from tests.policies.messages.cases import written
from tests.requests_app.rectification.cases import taken_in

pytestmark = pytest.mark.usefixtures("at_noon")
ON = NOON.date()
PAGE = "/admin/agenda/"


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def officer(city: City) -> Any:
    """Somebody who takes in applications and enquiries and files documents."""
    roles = [Role.REQUEST_INTAKE, Role.CLERK]
    return person("everything", organs=[city.office], roles=roles)


def test_all_kinds_by_the_day_they_are_due(city: City, officer: Any) -> None:
    rectification, enquiry = taken_in(city), asked(city)
    document = draft(city, title="没有期限的草稿")
    Rectification.objects.update(due_on="2026-11-25")
    Enquiry.objects.update(due_on="2026-11-18")
    found = agenda(officer, on=ON)
    names = [duty.name for duty in found.duties]
    assert names.index(str(enquiry)) < names.index(str(rectification))
    assert document.title in names
    dates = [duty.due_on for duty in found.duties]
    assert dates == sorted(dates, key=lambda day: (day is None, day or ON))
    assert found.total == len(found.duties)


def test_what_it_is_about_stands_beside_a_bare_number(city: City, client: Client) -> None:
    event = events.drafted(city)
    user = city.people[Role.PARTICIPATION]
    assert [duty.name for duty in agenda(user, on=ON).duties] == [f"{event.number} {event.title}"]
    client.force_login(user)
    for page in (PAGE, "/admin/"):
        assert f"{event.number} {event.title}" in client.get(page).content.decode()


def test_one_kind_alone_and_an_unknown_one_as_all(city: City, officer: Any) -> None:
    asked(city)
    taken_in(city)
    assert {duty.noun for duty in agenda(officer, on=ON, kind="kind").duties} == {"咨询"}
    assert len(agenda(officer, on=ON, kind="nothing").duties) == 2


def test_what_is_done_waits_no_more(city: City) -> None:
    enquiry = walk(asked(city), city, "assign", "propose", "approve", "log_contact", "close")
    others = [user for user in city.people.values() if agenda(user, on=ON, kind="kind").total]
    assert (enquiry.status, others) == ("closed", [])


def test_an_officer_of_another_organ_has_nothing(city: City, client: Client) -> None:
    asked(city)
    written(city)
    other = person("elsewhere", organs=[city.street], roles=[Role.REQUEST_INTAKE])
    assert agenda(other, on=ON).total == 0
    client.force_login(other)
    assert "没有等您办理的事" in client.get(PAGE).content.decode()


def test_the_rest_of_a_long_list_is_counted(
    city: City, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agendas, "SHOWN", 2)
    for _ in range(3):
        asked(city)
    found = agenda(officer, on=ON)
    assert (len(found.duties), found.left_out, found.total) == (2, 1, 3)


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_asks_as_often_for_one_case_as_for_many(
    city: City, officer: Any, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        asked(city)
        taken_in(city)
        draft(city, title="屋顶绿化养护草稿")
    client.force_login(officer)
    client.get(PAGE)
    with django_assert_num_queries(22):
        answer = client.get(f"{PAGE}?kind=")
    assert answer.content.decode().count("屋顶绿化养护草稿") == number


def test_every_kind_that_has_a_panel_is_in_the_list() -> None:
    named = {code for code, panel in today._panels.items() if "waiting" in panel.template}
    assert named <= set(agendas._sources)
