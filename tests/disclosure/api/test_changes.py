"""The stream of changes: in order, once, withdrawals included, none passed by."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from disclosure.api.cursors import pack
from disclosure.services import review
from portal.accounts.choices import Role
from portal.search.models import SearchEntry
from portal.search.services import publish_entry, withdraw_entry
from tests.builders import City
from tests.disclosure.api.conftest import Get, several
from tests.search.test_change_cursor import left_open

DAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction stays open; count what it wrote as settled."""
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)


def read(get: Get, cursor: str = "", limit: int = 20) -> Any:
    since = f"&since={cursor}" if cursor else ""
    return get(f"/api/v1/changes/?limit={limit}{since}")


@pytest.mark.usefixtures("settled")
def test_a_copy_follows_publication_and_withdrawal(city: City, get: Get, now: dt.datetime) -> None:
    one, two, three = several(city, 3)
    first = read(get, limit=2)
    assert first["has_more"]
    second = get(first["next"])
    told = [*first["results"], *second["results"]]
    assert [row["id"] for row in told] == [one.pk, two.pk, three.pk]
    assert {row["change"] for row in told} == {"published"}
    assert told[0]["document"]["title"] == one.title
    nothing = get(second["next"])
    assert nothing["results"] == []
    assert nothing["next_cursor"] == second["next_cursor"]
    review.withdraw(document=two, reason="内容有误", by=city.people[Role.SIGNER], at=now)
    # One transaction writes this whole test, so the order is the rows' own: read from the start.
    again = read(get)["results"]
    gone = next(row for row in again if row["id"] == two.pk)
    assert gone["change"] == "withdrawn"
    assert gone["document"] is None
    assert two.title not in json.dumps(again, ensure_ascii=False)


@pytest.mark.usefixtures("settled")
def test_a_live_entry_of_a_hidden_document_is_told_as_withdrawn(city: City, get: Get) -> None:
    (document,) = several(city, 1)
    type(document).objects.filter(pk=document.pk).update(status="withdrawn")
    assert read(get)["results"] == [
        {
            "change": "withdrawn",
            "id": document.pk,
            "changed_at": read(get)["results"][0]["changed_at"],
            "document": None,
        }
    ]


def _publish(number: int, title: str = "演示") -> None:
    publish_entry(
        kind="document",
        object_id=10_000_000 + number,
        title=title,
        body="",
        numbers=[],
        facets={},
        signed_on=None,
        published_at=DAY,
        url="",
        at=DAY,
    )


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Real commits of search entries alone; see tests/search/conftest.py."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with django_db_blocker.unblock():
        SearchEntry.objects.all().delete()
        yield
        SearchEntry.objects.all().delete()


def test_interleaved_transactions_are_never_passed_by(committed: None) -> None:
    client = Client()

    def get(address: str) -> Any:
        response = client.get(address)
        assert response.status_code == 200
        return response.json()

    def ids(answer: Any) -> list[int]:
        return [row["id"] - 10_000_000 for row in answer["results"]]

    def follow(cursor: str, expected: list[int]) -> Any:
        """Read on until that many changes came; other tests' transactions may delay them."""
        told: list[int] = []
        deadline = time.monotonic() + 90
        while len(told) < len(expected) and time.monotonic() < deadline:
            answer = get(cursor)
            told += ids(answer)
            cursor = answer["next"]
            time.sleep(0.1)
        assert told == expected
        return cursor

    _publish(9)
    cursor = follow("/api/v1/changes/", [9])
    with left_open(lambda: _publish(1)):
        _publish(2)
        waiting = get(cursor)
        assert ids(waiting) == [], "behind an open transaction nothing is told yet"
    cursor = follow(waiting["next"], [1, 2])
    with left_open(lambda: withdraw_entry(kind="document", object_id=10_000_001, at=DAY)):
        _publish(3)
        waiting = get(cursor)
        assert ids(waiting) == []
    cursor = follow(waiting["next"], [1, 3])
    assert get(cursor)["results"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "====",
        pack("a", "b", "c"),
        pack("a", None, 1),
        pack(1, 2, 3),
        pack("a", 2**63, 1),
        pack("a", 1),
        "W10" * 300,
        "eyJhIjoxfQ",
    ],
)
def test_strange_cursors_are_refused(get: Get, cursor: str) -> None:
    assert get(f"/api/v1/changes/?since={cursor}", 400)["error"]["parameter"] == "since"


@pytest.mark.django_db
def test_a_cursor_of_another_database_says_start_again(get: Get) -> None:
    error = get(f"/api/v1/changes/?since={pack('0' * 12, 1, 1)}", 410)["error"]
    assert error["code"] == "cursor_gone"
