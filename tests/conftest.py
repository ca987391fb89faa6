"""What every test shares: private folders, a small city, and its people."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from disclosure.models import Document
from portal.accounts.models import User
from portal.organs.models import Organ
from tests.baseline import keep_baseline
from tests.builders import City, draft
from tests.foundation import founded_city

NOON = timezone.make_aware(dt.datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Transactional tests leave the rows of the migrations behind them, and nothing else."""
    with django_db_blocker.unblock():
        keep_baseline()


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that nobody has used; each is made when something is put there, by few tests."""
    house = tmp_path_factory.mktemp("rooms")
    return (house / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def private_folders(settings: Settings, rooms: Iterator[Path]) -> None:
    """Files and index of one test are its own."""
    room = next(rooms)
    settings.MEDIA_ROOT = room / "media"
    settings.SEARCH_INDEX_DIR = room / "index"


@pytest.fixture
def shared() -> Path:
    """The real documents beside the project; skips and says so when they are not there."""
    path = Path(__file__).resolve().parent.parent.parent / "shared"
    if not path.is_dir():
        pytest.skip("../shared is not beside the project")
    return path


@pytest.fixture
def now() -> dt.datetime:
    return NOON


@pytest.fixture
def at_noon() -> Iterator[None]:
    """The clock of the pages at NOON, running on from there: inside the calendar in every year."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def broken_cache(settings: Settings) -> None:
    """A cache that does not answer: nobody listens on port 1."""
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.common.caches.AccountsGoOnCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }


@pytest.fixture
def city(db: None) -> City:
    return founded_city()


@pytest.fixture
def make_draft(city: City) -> Callable[..., Document]:
    """File a complete draft for the city's office, or another organ of the small city."""

    def make(organ: Organ | None = None, **elements: object) -> Document:
        return draft(city, organ=organ, **elements)

    return make


@pytest.fixture
def outsider(city: City) -> User:
    """Holds every role, but for an organ of another district."""
    return city.outsider
