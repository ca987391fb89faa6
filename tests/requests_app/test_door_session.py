"""The key of the browser's session at the doors of number and code: new once a case is open."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from portal.tracking.codes import code_from
from tests.builders import City
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.letters import DOOR as LETTER_DOOR
from tests.requests_app.letters import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
CASE_DOOR = "/requests/track/"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture(params=["case", "letter"])
def door(request: pytest.FixtureRequest, city: City) -> tuple[str, str, str, str]:
    """Address of a door, the number and the code that open it, and the page behind it."""
    case = submitted(city)
    if request.param == "case":
        return CASE_DOOR, case.number, code_from(case.submission_key), case.get_absolute_url()
    people = desk(city)
    letter = sent(bring_to(case, "handling", people=people), people)
    return (
        LETTER_DOOR,
        letter.number,
        code_from(letter.key),
        f"{LETTER_DOOR}{letter.number}/letter/",
    )


def with_session() -> tuple[Client, str]:
    """A browser whose session somebody else may have prepared; its key is known to them."""
    client = Client()
    session = client.session
    session["prepared"] = "by somebody else"
    session.save()
    return client, str(session.session_key)


def test_the_key_is_a_new_one_after_the_code(door: tuple[str, str, str, str]) -> None:
    address, number, code, behind = door
    client, prepared = with_session()
    assert client.post(address, {"number": number, "code": code}).status_code == 302
    assert client.get(behind).status_code == 200
    assert client.session.session_key != prepared
    store = import_module(django_settings.SESSION_ENGINE).SessionStore
    assert not store().exists(prepared)


def test_who_knew_the_old_key_sees_nothing(door: tuple[str, str, str, str]) -> None:
    address, number, code, behind = door
    client, prepared = with_session()
    client.post(address, {"number": number, "code": code})
    other = Client()
    other.cookies[django_settings.SESSION_COOKIE_NAME] = prepared
    answer = other.get(behind)
    assert answer.status_code == 302
    assert not answer.content


def test_a_wrong_code_leaves_the_session_as_it_was(door: tuple[str, str, str, str]) -> None:
    address, number, _, behind = door
    client, prepared = with_session()
    assert client.post(address, {"number": number, "code": "2222-2222"}).status_code == 403
    assert client.session.session_key == prepared
    assert client.get(behind).status_code == 302
