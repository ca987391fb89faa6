"""An index of its own, a client that reads JSON, and a few different documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.models import Document
from portal.search.follower import following
from tests.builders import FILED_AT, City, published

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client) -> Get:
    """The answer of an address as JSON, refused unless it has the status expected."""

    def act(address: str, expected: int = 200, **headers: str) -> Any:
        response = client.get(address, headers=headers)
        assert response.status_code == expected, (address, response.content[:300])
        return response.json()

    return act


@pytest.fixture
def reindex(settings: Settings) -> Callable[[], None]:
    """Build the index from the rows of this test."""

    def act() -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()

    return act


def several(city: City, count: int, *, first: int = 10, **changes: Any) -> list[Document]:
    """Published documents that differ in number, title and moment, the oldest first."""
    return [
        published(
            city,
            at=FILED_AT + dt.timedelta(hours=3, minutes=number),
            doc_number=f"试府办〔2026〕{number}号",
            title=f"关于屋顶绿化第{number}期养护工作的通知",
            **changes,
        )
        for number in range(first, first + count)
    ]


def numbers(answer: Any) -> list[int]:
    """The documents of an answer, in order."""
    return [row["id"] for row in answer["results"]]
