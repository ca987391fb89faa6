"""sitemap.xml: an index whose files hold every public page once, however many there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from disclosure.choices import Reach
from disclosure.models import Document
from disclosure.services import review
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.site import sitemaps
from tests.builders import City, draft, published

pytestmark = pytest.mark.django_db
_SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_HOST = "http://testserver"


def places(client: Client, address: str) -> dict[str, str]:
    """The addresses of a file in order, each with its lastmod."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    root = etree.fromstring(response.content)
    found = {}
    for node in root:
        path = node.findtext("s:loc", namespaces=_SPACE).removeprefix(_HOST)
        assert path not in found
        found[path] = node.findtext("s:lastmod", default="", namespaces=_SPACE)
    return found


def listed(client: Client) -> list[str]:
    """Everything behind the index."""
    return [path for file in places(client, "/sitemap.xml") for path in places(client, file)]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of ten keys each."""
    monkeypatch.setattr(sitemaps, "STRETCH", 10)


def many(city: City, keys: list[int]) -> None:
    """Public documents with these keys, as rows: how they became public does not matter here."""
    at = dt.datetime(2026, 11, 2, 4, 0, tzinfo=dt.UTC)
    Document.objects.bulk_create(
        Document(
            pk=key,
            organ=city.office,
            title=f"第{key}件",
            openness="open",
            status=Status.PUBLISHED,
            index_no=f"T/2026-{key}",
            first_published_at=at,
            published_at=at + dt.timedelta(days=key % 10),
            created_by=city.people[Role.CLERK],
            created_at=at,
            updated_at=at,
        )
        for key in keys
    )


def test_an_empty_portal_has_its_pages(client: Client) -> None:
    assert list(places(client, "/sitemap.xml")) == ["/sitemap-pages.xml"]
    for path in places(client, "/sitemap-pages.xml"):
        assert client.get(path).status_code == 200, path


def test_public_documents_only(client: Client, city: City, now: dt.datetime) -> None:
    shown = published(city)
    gone = published(city, doc_number="试府办〔2026〕8号")
    review.withdraw(document=gone, reason="内容有误", by=city.people[Role.SIGNER], at=now)
    addressed = published(city, doc_number="试府办〔2026〕9号")
    Document.objects.filter(pk=addressed.pk).update(
        reach=Reach.ADDRESSED, reach_reason="只涉及街道"
    )
    draft(city, doc_number="试府办〔2026〕10号")
    documents = [path for path in listed(client) if path.startswith("/documents/")]
    assert documents == [f"/documents/{shown.pk}/"]


def test_every_document_once_in_files_of_limited_length(
    client: Client, city: City, short: None
) -> None:
    keys = [*range(100_000, 100_025), 100_039, 100_040, 100_100]
    many(city, keys)
    index = places(client, "/sitemap.xml")
    files = [path for path in index if "documents" in path]
    assert files == [
        f"/sitemap-documents-{n}.xml" for n in (10000, 10001, 10002, 10003, 10004, 10010)
    ]
    held = [places(client, path) for path in files]
    assert [len(file) for file in held] == [10, 10, 5, 1, 1, 1]
    assert [path for file in held for path in file] == [f"/documents/{key}/" for key in keys]
    assert held[0]["/documents/100003/"] == "2026-11-05"
    assert index[files[0]].startswith("2026-11-11")
    assert index[files[2]].startswith("2026-11-06")


def test_a_withdrawal_moves_nothing_else(client: Client, city: City, short: None) -> None:
    many(city, [*range(100_000, 100_030)])
    before = places(client, "/sitemap-documents-10002.xml")
    Document.objects.filter(pk__in=range(100_000, 100_010)).update(status=Status.WITHDRAWN)
    assert places(client, "/sitemap-documents-10002.xml") == before
    assert "/sitemap-documents-10000.xml" not in places(client, "/sitemap.xml")
    assert client.get("/sitemap-documents-10000.xml").status_code == 404


def test_a_full_file_and_a_second_one(client: Client, city: City) -> None:
    first = 20 * sitemaps.STRETCH
    many(city, [*range(first, first + sitemaps.STRETCH + 1)])
    index = places(client, "/sitemap.xml")
    files = [path for path in index if "documents" in path]
    assert [len(places(client, path)) for path in files] == [sitemaps.STRETCH, 1]


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client: Client, city: City, short: None, count: int) -> None:
    many(city, [*range(100_000, 100_000 + count)])
    for address in ("/sitemap.xml", "/sitemap-documents-10000.xml"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        assert len(queries) == 1, address


@pytest.mark.parametrize("stretch", ["99", "9" * 18, "9" * 60, "-1", "x", "1.5", "%00"])
def test_files_that_are_not_there(client: Client, city: City, stretch: str) -> None:
    assert client.get(f"/sitemap-documents-{stretch}.xml").status_code == 404


def test_reading_only(client: Client, settings: Any) -> None:
    for address in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-documents-0.xml"):
        assert client.post(address).status_code == 405
