"""The words of the office in use, questions counted, and nothing left over from another test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.asking.selectors import look_again
from portal.asking.services.counts import note
from portal.audit.context import origin
from portal.search.follower import Follower, following
from tests.asking.cases import AT
from tests.builders import City


@pytest.fixture(autouse=True)
def asked_and_counted(settings: Settings) -> Iterator[None]:
    settings.SEARCH_LOG = settings.SEARCH_WORDS = True
    settings.SEARCH_WORDS_SECONDS = 0.0
    settings.AXES_ENABLED = False
    cache.clear()
    look_again()
    yield
    look_again()


@pytest.fixture
def keeper(city: City) -> User:
    """Reviews openness in the office of the government whose site this is."""
    return city.people[Role.OPENNESS_REVIEWER]


@pytest.fixture
def follower(settings: Settings, db: None) -> Iterator[Follower]:
    with following(settings.SEARCH_INDEX_DIR) as one:
        yield one


Ask = Callable[..., None]


@pytest.fixture
def ask(db: None) -> Ask:
    """So many people ask the same, each from an address of their own."""

    def act(text: str, *, people: int = 5, found: int = 0, at: Any = AT, first: int = 1) -> None:
        for number in range(first, first + people):
            with _from(f"192.0.2.{number}"):
                note(text=text, found=found, at=at)

    return act


def _from(address: str) -> AbstractContextManager[None]:
    return origin(address=address, channel="网页")
