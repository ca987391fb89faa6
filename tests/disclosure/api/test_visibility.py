"""T10 for machines: what is not public leaks at no address, and withdrawal closes all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from disclosure.api.dump import write_dump
from disclosure.choices import Openness, RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag
from tests.builders import City, published
from tests.disclosure.api.conftest import Get

SECRET = "机密天台改造"
HIDDEN = [state for state in Status.values if state != Status.PUBLISHED]
CLOSED = {
    "openness": Openness.CLOSED,
    "openness_ground": "内部事务信息",
    "openness_basis": "internal",
}


@pytest.fixture(autouse=True)
def plain_settings(settings: object, tmp_path: Path) -> None:
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]
    settings.PUBLIC_DUMP_DIR = tmp_path / "open-data"  # type: ignore[attr-defined]


def doors(document: Document, other: Document) -> list[str]:
    return [
        f"/api/v1/documents/{document.pk}/",
        f"/api/v1/documents/{other.pk}/",
        "/api/v1/documents/?validity=all&facets=1",
        f"/api/v1/documents/?validity=all&facets=1&q={SECRET}",
        f"/api/v1/documents/?validity=all&facets=1&tag={SECRET}",
        "/api/v1/changes/",
        "/api/v1/organs/",
        "/api/v1/themes/",
        "/library/feed/?validity=all",
        f"/library/feed/?validity=all&q={SECRET}",
        f"/documents/{other.pk}/",
        "/open-data/",
        "/open-data/documents.jsonl.gz",
    ]


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_leaks_nowhere(
    city: City,
    make_draft: Callable[..., Document],
    reindex: Callable[[], None],
    now: dt.datetime,
    settings: object,
    state: str,
) -> None:
    tag, _ = PolicyTag.objects.get_or_create(name=SECRET)
    hidden = make_draft(
        title=f"关于{SECRET}的通知",
        body=f"{SECRET}。",
        doc_number="试府办〔2026〕88号",
        labels={"tags": [tag]},
        **(CLOSED if state == "filed" else {}),
    )
    other = published(city)
    clerk = city.people[Role.CLERK]
    relate(source=hidden, target=other, kind=RelationKind.BASIS, by=clerk, at=now)
    older, signer = published(city, doc_number=""), city.people[Role.SIGNER]
    relate(source=other, target=older, kind="basis", by=signer, at=now)
    hidden = bring_to(hidden, state, cast=city.cast, at=now)
    reindex()
    moment = now + dt.timedelta(minutes=1)
    write_dump(folder=settings.PUBLIC_DUMP_DIR, at=moment)  # type: ignore[attr-defined]
    for visitor in (None, city.outsider, clerk):
        client = Client()
        if visitor:
            client.force_login(visitor, backend="django.contrib.auth.backends.ModelBackend")
        for door in doors(hidden, other):
            response = client.get(door)
            own = door == f"/api/v1/documents/{hidden.pk}/"
            assert response.status_code == (404 if own else 200), door
            told = b"".join(response) if response.streaming else response.content
            content = told.replace(b"<wbr>", b"")
            text = content.decode("utf-8", "replace")
            # The feed repeats the question in its title.
            text = text.replace(f"“{SECRET}”_", "") if "feed" in door else text
            assert SECRET not in text, door
            assert f"/documents/{hidden.pk}/" not in text, door
            assert "88号" not in text, door
        tags = client.get("/api/v1/tags/").json()["results"]
        assert [row["documents"] for row in tags if row["name"] == SECRET] == [0]


def test_withdrawal_closes_every_door_at_once(
    city: City, get: Get, client: Client, reindex: Callable[[], None], now: dt.datetime
) -> None:
    document = published(city)
    reindex()
    page = f"/api/v1/documents/{document.pk}/"
    lists = ["/api/v1/documents/", "/api/v1/documents/?q=养护", "/library/feed/"]
    etags = {}
    for door in (page, *lists):
        first = client.get(door)
        assert document.title in first.content.decode(), door
        etags[door] = first["ETag"]
        again = client.get(door, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304, door
        assert again.content == b""
        assert again["Access-Control-Allow-Origin"] == "*"
    review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
    for door, etag in etags.items():
        late = {"If-None-Match": etag, "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
        response = client.get(door, headers=late)
        assert response.status_code == (404 if door == page else 200), door
        assert document.title not in response.content.decode(), door
    assert get(page, 404)["error"]["message"] == "没有这份文件，或者它没有公开。"
