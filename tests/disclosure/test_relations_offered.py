"""A text that ends another document is reminded of it, and the relation is offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.selectors import relations_offered
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from tests.builders import City, published

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
OLD = "试府办〔2026〕3号"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


def _reminders(document: Document) -> list[str]:
    found = for_submission(document, on=TODAY)
    return [blocker.message for blocker in found if blocker.code == "relation_unregistered"]


@pytest.fixture
def old(city: City) -> Document:
    return published(city, title="关于旧办法的通知", doc_number=OLD, signed_on=dt.date(2026, 11, 1))


@pytest.fixture
def ending(make_draft: Callable[..., Document], old: Document) -> Document:
    return make_draft(
        body=f"本通知自2026年11月5日起施行，决定废止《关于旧办法的通知》（{OLD}）。",
        effective_on=dt.date(2026, 11, 5),
    )


def test_it_cannot_go_on_until_a_relation_is_registered(
    city: City, ending: Document, old: Document, now: dt.datetime
) -> None:
    assert [OLD in text for text in _reminders(ending)] == [True]
    clerk = city.people[Role.CLERK]
    day = dt.date(2026, 11, 5)
    relate(source=ending, target=old, kind="repeals", effective_on=day, by=clerk, at=now)
    assert _reminders(ending) == []


def test_any_relation_answers_it(
    city: City, ending: Document, old: Document, now: dt.datetime
) -> None:
    relate(source=ending, target=old, kind=RelationKind.BASIS, by=city.people[Role.CLERK], at=now)
    assert _reminders(ending) == []


def test_what_the_portal_does_not_hold_is_told_and_stops_nothing(
    make_draft: Callable[..., Document],
) -> None:
    document = make_draft(body="《从未录入的办法》（试府办〔2011〕9号）同时废止。")
    assert [each.target for each in relations_offered(document)] == [None]
    assert _reminders(document) == []


def test_a_text_that_ends_nothing_asks_the_database_nothing(
    make_draft: Callable[..., Document], django_assert_num_queries: Callable[[int], object]
) -> None:
    document = make_draft(body="请认真落实。")
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert relations_offered(document) == []


def test_the_page_offers_the_relation_with_what_was_read(
    client: Client, city: City, ending: Document, old: Document
) -> None:
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    page = client.get(reverse("admin:disclosure_document_change", args=[ending.pk]))
    words = page.content.decode()
    assert "正文写明废止《关于旧办法的通知》" in words
    address = next(offer.address for offer in page.context["offers"])
    form = client.get(address).context["form"]
    assert form["kind"].value() == "repeals"
    assert form["target"].value() == OLD
    assert form["effective_on"].value() == "2026-11-05"
    client.post(address.partition("?")[0], {name: form[name].value() or "" for name in form.fields})
    assert old.relations_in.get().kind == RelationKind.REPEALS
