"""An index of its own for every test, and short ways to publish, index and search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from portal.search import registry
from portal.search.follower import following
from portal.search.models import SearchEntry
from portal.search.queries import SearchPage, SearchQuery, search
from portal.search.services import publish_entry

DAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

Publish = Callable[..., None]
Find = Callable[..., SearchPage]


@pytest.fixture(autouse=True)
def index_dir(tmp_path: Path, settings: Any) -> Path:
    """An empty place for the index."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def everyone_sees_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds of these tests, whoever else registers them."""
    monkeypatch.setattr(
        registry, "_KINDS", {"document": lambda ids, _: set(ids), "faq": lambda ids, _: set(ids)}
    )
    monkeypatch.setattr(registry, "_EVERYBODYS", set())


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Real commits, which other connections and processes see.

    Takes the place of pytest-django's own, which empties every table afterwards, the
    migrations' rows and the audit trail among them; here nothing but search entries is
    written. The name matters: by it pytest-django knows that a test database is needed.
    """
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with django_db_blocker.unblock():
        SearchEntry.objects.all().delete()
        yield
        SearchEntry.objects.all().delete()


@pytest.fixture
def publish() -> Publish:
    """Publish one entry; what a test does not care about has a default."""

    def act(object_id: int, title: str = "通知", body: str = "", **changes: Any) -> None:
        publish_entry(
            **{
                "kind": "document",
                "object_id": object_id,
                "title": title,
                "body": body,
                "numbers": [],
                "facets": {},
                "signed_on": DAY.date(),
                "published_at": DAY,
                "url": f"/d/{object_id}/",
                "at": DAY,
            }
            | changes
        )

    return act


@pytest.fixture
def reindex(index_dir: Path) -> Callable[[], int]:
    """Build the index from the rows, uncommitted ones of this test included."""

    def act() -> int:
        with following(index_dir) as follower:
            return follower.rebuild()

    return act


@pytest.fixture
def find() -> Find:
    """Search as an anonymous reader unless told otherwise."""

    def act(text: str = "", *, viewer: Any = None, **changes: Any) -> SearchPage:
        return search(SearchQuery(text=text, **changes), viewer=viewer or AnonymousUser())

    return act


def ids(page: SearchPage) -> list[int]:
    """What the page shows, in order."""
    return [hit.object_id for hit in page.hits]
