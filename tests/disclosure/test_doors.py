"""T10: whatever is not public shows at no door, to nobody; withdrawal closes them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from disclosure.choices import Openness
from disclosure.models import Document
from disclosure.services import review
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.search.queries import SearchQuery, search
from portal.site.demo.builders import bring_to
from portal.site.sitemaps import STRETCH
from tests.builders import City, published

SECRET_WORDS = "屋顶绿化养护"
HIDDEN = [state for state in Status.values if state != Status.PUBLISHED]
CLOSED = {
    "openness": Openness.CLOSED,
    "openness_ground": "内部事务信息",
    "openness_basis": "internal",
}


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


def _doors(document: Document) -> list[str]:
    page = document.get_absolute_url()
    return [
        page,
        f"{page}print/",
        f"{page}download.docx",
        f"{page}download.pdf",
        f"{page}correction/",
    ]


def _lists() -> list[str]:
    return [
        "/",
        "/library/",
        f"/library/?q={SECRET_WORDS}",
        "/sitemap.xml",
        "/sitemap/",
        "/openness/contents/",
        "/openness/contents/regulations/",
        "/library/rules/",
    ]


def _visitors(city: City) -> list[User | None]:
    return [None, city.outsider, city.people[Role.CLERK], city.people[Role.SUPERVISOR]]


def _client(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _is_closed(client: Client, door: str, document: Document) -> None:
    """Nothing is there; of what was public and withdrawn its two pages say only that it was."""
    response = client.get(door)
    was_public = Document.objects.withdrawn().filter(pk=document.pk).exists()
    says_so = was_public and door in _pages(document)
    assert response.status_code == (410 if says_so else 404), door
    if says_so:
        assert document.title not in response.content.decode().replace("<wbr>", ""), door


def _pages(document: Document) -> tuple[str, str]:
    address = document.get_absolute_url()
    return address, f"{address}print/"


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_shows_nowhere(
    city: City, make_draft: Callable[..., Document], now: dt.datetime, state: str
) -> None:
    document = bring_to(
        make_draft(**(CLOSED if state == "filed" else {})), state, cast=city.cast, at=now
    )
    call_command("search_index", "--rebuild")
    for visitor in _visitors(city):
        client = _client(visitor)
        for door in _doors(document):
            _is_closed(client, door, document)
        for door in _lists():
            response = client.get(door)
            assert response.status_code == 200, door
            content = response.content.decode().replace("<wbr>", "")
            assert document.title not in content, door
            assert document.get_absolute_url() not in content, door
    page = search(SearchQuery(text=SECRET_WORDS), viewer=AnonymousUser())
    assert (page.total, page.hits) == (0, ())


def test_published_shows_and_withdrawal_closes_every_door_at_once(
    city: City, now: dt.datetime
) -> None:
    document = published(city)
    call_command("search_index", "--rebuild")
    client = _client(None)
    assert all(client.get(door).status_code == 200 for door in _doors(document))
    shown = [
        d
        for d in _lists()
        if document.get_absolute_url() in client.get(d).content.decode().replace("<wbr>", "")
    ]
    assert {"/", "/library/", f"/library/?q={SECRET_WORDS}"} <= set(shown)
    sitemap = f"/sitemap-documents-{document.pk // STRETCH}.xml"
    assert document.get_absolute_url() in client.get(sitemap).content.decode().replace("<wbr>", "")
    review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
    # The index has not been told yet: the row has the last word.
    for door in _doors(document):
        _is_closed(client, door, document)
    for door in (*_lists(), sitemap):
        assert document.get_absolute_url() not in client.get(door).content.decode().replace(
            "<wbr>", ""
        ), door
    page = search(SearchQuery(text=SECRET_WORDS), viewer=AnonymousUser())
    assert (page.total, page.hits) == (0, ())


def test_staff_pages_are_closed_to_citizens_and_neighbours(
    city: City, make_draft: Callable[..., Document]
) -> None:
    document = make_draft()
    staff = [
        "/admin/",
        "/admin/disclosure/document/",
        f"/admin/disclosure/document/{document.pk}/change/",
        f"/admin/disclosure/document/{document.pk}/act/submit/",
        f"/admin/disclosure/document/{document.pk}/attachments/1/edit/",
        "/admin/disclosure/document/add/",
        "/admin/disclosure/importbatch/",
        "/admin/disclosure/importbatch/add/",
    ]
    citizen = User.objects.create_user("citizen", password="Buerger-2026-abc")
    for visitor in (None, citizen):
        for door in staff:
            response = _client(visitor).get(door)
            assert response.status_code in (302, 403, 404), door
            assert document.title not in response.content.decode().replace("<wbr>", "")
    neighbour = _client(city.outsider)
    for door in staff[2:5]:
        response = neighbour.get(door)
        assert response.status_code in (302, 403, 404), door
        assert document.title not in response.content.decode().replace("<wbr>", "")
    for door in ("/admin/", "/admin/disclosure/document/?queue=all"):
        response = neighbour.get(door)
        assert response.status_code == 200
        assert document.title not in response.content.decode().replace("<wbr>", "")
    posted = neighbour.post(f"/admin/disclosure/document/{document.pk}/act/submit/")
    assert posted.status_code == 404
    document.refresh_from_db()
    assert document.status == "draft"
