"""T26: the Atom feed of any filter, and the data block of a document's page."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from disclosure.choices import RelationKind
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.common.feeds import NEWEST
from tests.builders import City, published
from tests.disclosure.api.conftest import Get, numbers, several

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def entries(client: Client, query: str) -> Any:
    response = client.get(f"/library/feed/?{query}", headers={"Host": "forged.example"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "Last-Modified" not in response
    return ElementTree.fromstring(response.content)


def test_the_feed_holds_what_the_list_holds_newest_first(
    city: City, client: Client, get: Get, reindex: Callable[[], None]
) -> None:
    several(city, 3)
    published(
        city,
        organ=city.street,
        doc_number="柳街办〔2025〕3号",
        title="街道<b>&意见",
        signed_on=dt.date(2025, 5, 6),
    )
    reindex()
    for query in ("", "year=2026", "organ=SJ-D&page=7", "q=屋顶绿化", "year=1999"):
        feed = entries(client, query)
        found = [entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")]
        asked = query.replace("&page=7", "")
        listed = numbers(get(f"/api/v1/documents/?{asked}{'&' if asked else ''}sort=published_on"))
        assert found == [f"{SITE}/documents/{pk}/" for pk in listed], query
        assert feed.find(f"{ATOM}id").text.startswith(f"{SITE}/library/")
    page = client.get("/library/?year=2026").content.decode()
    assert '/library/feed/?year=2026"' in page


def test_the_feed_ends_somewhere_and_is_the_same_twice(
    city: City, client: Client, reindex: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NEWEST == 50
    monkeypatch.setattr("disclosure.api.feeds.NEWEST", 2)
    documents = several(city, 3)
    type(documents[0]).objects.update(title="含有\x0b控制字符\x1b的通知")
    reindex()
    found = list(entries(client, "q=%1b").iter(f"{ATOM}entry"))
    assert found == []
    found = list(entries(client, "").iter(f"{ATOM}entry"))
    assert [entry.find(f"{ATOM}title").text for entry in found] == ["含有控制字符的通知"] * 2
    first, second = (client.get("/library/feed/?year=1999") for _ in range(2))
    assert first["ETag"] == second["ETag"], "an empty feed does not tell the time"


def block(client: Client, pk: int) -> Any:
    page = client.get(f"/documents/{pk}/").content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not set("<>&") & set(text)
    return json.loads(text)


def test_a_normative_document_is_legislation(city: City, client: Client, now: dt.datetime) -> None:
    old = published(
        city, doc_number="试府办规〔2025〕1号", is_normative=True,
        effective_on=dt.date(2025, 1, 1), expires_on=dt.date(2029, 12, 31),
        signed_on=dt.date(2024, 12, 1),
    )  # fmt: skip
    new = published(
        city, at=now, doc_number="试府办规〔2026〕1号", is_normative=True,
        title="绿化规定</script><b>&",
        effective_on=dt.date(2026, 11, 5), expires_on=dt.date(2031, 11, 4),
    )  # fmt: skip
    relate(
        source=new, target=old, kind=RelationKind.REPEALS, by=city.people[Role.SIGNER], at=now,
        effective_on=dt.date(2026, 11, 5),
    )  # fmt: skip
    data = block(client, new.pk)
    assert data["@type"] == "Legislation"
    assert data["name"] == "绿化规定</script><b>&"
    assert data["legislationIdentifier"] == "试府办规〔2026〕1号"
    assert data["legislationDate"] == "2026-11-02"
    assert data["legislationDateOfApplicability"] == "2026-11-05"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    (repealed,) = data["legislationRepeals"]
    assert repealed["@id"] == f"{SITE}/documents/{old.pk}/"
    assert data["legislationPassedBy"] == [
        {"@type": "GovernmentOrganization", "name": "试江市人民政府办公室"}
    ]
    assert block(client, old.pk)["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_other_documents_are_digital_documents(city: City, client: Client) -> None:
    document = published(city)
    data = block(client, document.pk)
    assert data["@type"] == "DigitalDocument"
    assert (data["identifier"], data["dateCreated"]) == ("试府办〔2026〕7号", "2026-11-02")
    assert not [name for name in data if name.startswith("legislation")]
    assert "" not in data.values()
