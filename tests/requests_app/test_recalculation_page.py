"""The supervisor's page of re-dating: looking changes nothing, and others do not get in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.models import User
from requests_app.models import InformationRequest, Redating
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import bring_to, desk, submitted

ADD = "/admin/requests_app/redating/add/"


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@pytest.fixture
def moved(city: City) -> InformationRequest:
    """A case whose kept date is not what the calendar says."""
    case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    InformationRequest.objects.filter(pk=case.pk).update(reply_due_on=dt.date(2026, 10, 9))
    return case


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_preview_reason_and_act(city: City, moved: InformationRequest) -> None:
    client = _client(city.people[Role.SUPERVISOR])
    page = client.get(ADD).content.decode()
    assert moved.number in page
    assert "2026-10-09" in page
    assert "2026-10-10" in page
    assert not Redating.objects.exists()
    assert "请填写重算的理由" in client.post(ADD, {"reason": " "}).content.decode()
    client.post(ADD, {"reason": "日历更正"})
    moved.refresh_from_db()
    assert moved.reply_due_on == dt.date(2026, 10, 10)
    assert "日历更正" in client.get("/admin/requests_app/redating/").content.decode()


def test_others_find_nothing_to_do(city: City, moved: InformationRequest) -> None:
    neighbour = _client(city.outsider)
    assert moved.number not in neighbour.get(ADD).content.decode()
    neighbour.post(ADD, {"reason": "试"})
    assert not Redating.objects.exists()
    for user in (city.people[Role.REQUEST_HANDLER], User.objects.create_user("citizen")):
        assert _client(user).get(ADD).status_code in (302, 403)
        assert _client(user).post(ADD, {"reason": "试"}).status_code in (302, 403)
    moved.refresh_from_db()
    assert moved.reply_due_on == dt.date(2026, 10, 9)
