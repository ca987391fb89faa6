"""The key of a form: the same for the same form in the same browser, and for nothing else."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from pytest_django import Settings

from portal.tracking.keys import key_of
from tests.tracking.visits import visit

NONCE = uuid.UUID(int=7)


def browser(secret: str) -> HttpRequest:
    request = visit()
    request.META["CSRF_COOKIE"] = secret
    return request


def test_pressed_twice_is_one() -> None:
    assert key_of(browser("a"), NONCE, salt="forms") == key_of(browser("a"), NONCE, salt="forms")


def test_another_browser_form_or_kind_is_another() -> None:
    keys = {
        key_of(browser("a"), NONCE, salt="forms"),
        key_of(browser("b"), NONCE, salt="forms"),
        key_of(browser("a"), uuid.UUID(int=8), salt="forms"),
        key_of(browser("a"), NONCE, salt="others"),
        key_of(visit(), NONCE, salt="forms"),
    }
    assert len(keys) == 5
    assert NONCE not in keys


def test_a_form_sent_before_an_update_is_known_after_it(settings: Settings) -> None:
    """Figures of the first version: its rows hold them."""
    settings.SECRET_KEY = "a secret of this test"
    found = key_of(browser("cookie"), NONCE, salt="requests.records")
    assert str(found) == "e3c38d2a-7152-1d21-bf28-e46f0822bb6b"
