"""What stands where on the page of whoever judges a document, and days as it writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from tests.builders import City

BACKEND = "django.contrib.auth.backends.ModelBackend"
Make = Callable[..., Document]
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def page_of(city: City, role: Role, document: Document) -> str:
    client = Client()
    client.force_login(city.people[role], backend=BACKEND)
    return client.get(f"/admin/disclosure/document/{document.pk}/change/").content.decode()


def test_the_text_and_what_was_found_stand_before_the_decision(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = bring_to(make_draft(), "openness_review", cast=city.cast, at=now)
    page = page_of(city, Role.OPENNESS_REVIEWER, document)
    order = ['href="#decision"', "产权人负责日常养护", 'id="gate"', 'id="decision"', "认定公开属性"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count('id="gate"') == page.count('id="decision"') == 1
    assert page.count("act/confirm_openness/") == 1


def test_whoever_writes_it_keeps_the_buttons_above(city: City, make_draft: Make) -> None:
    page = page_of(city, Role.CLERK, make_draft())
    assert 'id="decision"' not in page
    assert page.index("提交审查</button>") < page.index('id="id_title"')


def test_days_are_written_in_one_way(city: City, make_draft: Make, now: dt.datetime) -> None:
    document = make_draft(signed_on=dt.date(2026, 11, 2))
    assert 'value="2026-11-02"' in page_of(city, Role.CLERK, document)
    bring_to(document, "openness_review", cast=city.cast, at=now)
    read = page_of(city, Role.SIGNER, document)
    assert "2026-11-02" in read
    assert "2026年11月2日" not in read
    assert "2026/11/02" not in read
