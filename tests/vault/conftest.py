"""Keys that are changed during a test, and a table with sealed columns."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from tests.vault.people import Person, registered


def entry(key_id: str, fill: int) -> str:
    """A key as the settings spell it."""
    return f"{key_id}:{base64.b64encode(bytes([fill]) * 32).decode()}"


INDEX = entry("index", 250)
OLD, NEW = entry("old", 1), entry("new", 2)


@pytest.fixture(autouse=True)
def use_keys(settings: Settings) -> Callable[..., None]:
    """Install keys, the current one first; every test starts with the old one."""

    def use(*entries: str, algorithm: str = "aes256gcm") -> None:
        settings.VAULT_KEYS = ",".join([*entries, INDEX])
        settings.VAULT_ALGORITHM = algorithm

    use(OLD)
    return use


@pytest.fixture
def table(db: None) -> Iterator[None]:
    """The table, undone with the test's transaction."""
    with registered():
        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield


@pytest.fixture
def lasting_table(transactional_db: None) -> Iterator[None]:
    """The table, seen by other connections."""
    with registered():
        with connection.schema_editor() as editor:
            editor.create_model(Person)
        try:
            yield
        finally:
            with connection.schema_editor() as editor:
                editor.delete_model(Person)
