"""People and organs for the tests of accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ

PASSWORD = "Shu-yuan.2026"

# What a page of accounts reads for itself; frames and menus around it are others' to count.
_OWN_TABLES = re.compile(r'"(accounts_\w+|usersessions_\w+|mfa_\w+|django_session)"')


def own_queries(captured: CaptureQueriesContext) -> int:
    """How many of the captured queries concern accounts and sessions."""
    return sum(1 for query in captured if _OWN_TABLES.search(query["sql"]))


MakePerson = Callable[..., User]
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_surroundings(settings) -> Iterator[None]:
    """Rate limits are counted in the cache: each test gets one of its own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.WHITENOISE_AUTOREFRESH = True  # no collected files needed
    settings.ROOT_URLCONF = "tests.accounts.urls"
    yield
    cache.clear()


def _organ(parent: Organ | None, code: str, level: str, name: str, short_name: str) -> Organ:
    fields = {
        "code": code,
        "level": level,
        "kind": OrganKind.GOVERNMENT,
        "name": name,
        "short_name": short_name,
    }
    if parent is None:
        return Organ.objects.add_root(fields)
    parent.refresh_from_db()
    return Organ.objects.add_child(parent, fields)


@pytest.fixture
def city(db) -> Organ:
    return _organ(None, "city", OrganLevel.CITY, "书城市人民政府", "市政府")


@pytest.fixture
def district(city: Organ) -> Organ:
    return _organ(city, "district", OrganLevel.DISTRICT, "书城市文华区人民政府", "文华区政府")


@pytest.fixture
def neighbour(city: Organ) -> Organ:
    return _organ(city, "neighbour", OrganLevel.DISTRICT, "书城市青山区人民政府", "青山区政府")


@pytest.fixture
def person(db) -> MakePerson:
    """Make a person; roles are (organ, role) pairs, given without an act."""

    def make(username: str, *roles: tuple[Organ, Role], **fields: object) -> User:
        user = User.objects.create_user(username=username, password=PASSWORD, **fields)
        for organ, role in roles:
            Membership.objects.create(user=user, organ=organ, role=role)
        return user

    return make


@pytest.fixture
def superuser(db) -> User:
    return User.objects.create_superuser(username="chaoji", password=PASSWORD)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in through the real form; returns the browser."""

    def enter(user: User, *, password: str = PASSWORD, agent: str = "Firefox") -> Client:
        client = Client(headers={"user-agent": agent})
        client.post("/accounts/login/", {"login": user.username, "password": password})
        assert client.session.get("_auth_user_id") == str(user.pk)
        return client

    return enter
