"""The list of blockers is one: the form shows it, the interface returns it, the act enforces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.blockers import for_submission
from disclosure.models import Document
from disclosure.services import review
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.acts.refusals import Blocked
from tests.builders import PASSWORD, City

Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


def _client(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_form_interface_and_act_say_the_same(city: City, make_draft: Make) -> None:
    document = make_draft(abstract="", body="申请人身份证号110101199003077571。")
    clerk = city.people[Role.CLERK]
    answer = _client(clerk).get(f"/api/v1/work/documents/{document.pk}/")
    messages = [row["message"] for row in answer.json()["blockers"]]
    assert len(messages) > 1
    assert messages == [b.message for b in for_submission(document, on=timezone.localdate())]
    page = _client(clerk).get(f"/admin/disclosure/document/{document.pk}/change/")
    assert all(message in page.content.decode() for message in messages)
    with pytest.raises(Blocked) as refused:
        review.submit(document=document, by=clerk, at=timezone.now())
    assert [blocker.message for blocker in refused.value.blockers] == messages
    assert "no-store" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer


def _submission(acts: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [act for act in acts if act["action"] == "submit"]
    return found


def test_acts_are_those_of_the_person(city: City, make_draft: Make) -> None:
    address = f"/api/v1/work/documents/{make_draft().pk}/"
    mine = _submission(_client(city.people[Role.CLERK]).get(address).json()["acts"])
    theirs = _submission(_client(city.people[Role.SIGNER]).get(address).json()["acts"])
    assert (mine["action"], mine["allowed"], mine["reason"]) == ("submit", True, "")
    assert (theirs["allowed"], theirs["reason"]) == (False, "提交审查须由录入人员办理。")


def test_nobody_else_learns_that_it_is_there(city: City, make_draft: Make) -> None:
    address = f"/api/v1/work/documents/{make_draft().pk}/"
    citizen = User.objects.create_user("citizen", password=PASSWORD)
    for visitor in (None, citizen, city.outsider):
        assert _client(visitor).get(address).status_code == 404
        assert _client(visitor).post(address).status_code in (403, 405)
