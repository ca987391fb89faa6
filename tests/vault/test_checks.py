"""A public service does not seal under keys that everyone knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings as conf
from django.contrib import admin
from django.core.checks import run_checks
from pytest_django import Settings

from tests.vault.conftest import INDEX, NEW
from tests.vault.people import Person, registered


def found(*, deploy: bool = False) -> set[str]:
    checks = run_checks(tags=["security", "admin"], include_deployment_checks=deploy)
    return {problem.id for problem in checks if problem.id.startswith("vault.")}


def test_own_keys_pass() -> None:
    assert found(deploy=True) == set()


@pytest.mark.parametrize("keys", ["{development}", "{new},{development_index}"])
def test_the_development_keys_do_not_pass(keys: str, settings: Settings) -> None:
    development = conf.VAULT_DEVELOPMENT_KEYS
    _, _, index = development.partition(",")
    settings.VAULT_KEYS = keys.format(development=development, new=NEW, development_index=index)
    assert found() == set()
    assert found(deploy=True) == {"vault.E005"}


def test_keys_are_wanted_once_something_is_to_be_sealed(settings: Settings) -> None:
    settings.VAULT_KEYS = ""
    assert found() == set()
    with registered():
        assert found(deploy=True) == {"vault.E004"}


def test_unusable_keys_are_told_at_every_start(use_keys: Callable[..., None]) -> None:
    use_keys("short:AAAA")
    assert found() == {"vault.E003"}
    use_keys(INDEX)
    assert found() == {"vault.E003"}


@pytest.mark.parametrize(
    "options",
    [{"search_fields": ["=name"]}, {"list_filter": ["number"]}, {"ordering": ["-name"]}],
)
def test_lists_of_the_back_office_do_not_search_ciphertext(options: dict[str, list[str]]) -> None:
    with registered():
        page = type("PersonAdmin", (admin.ModelAdmin,), options)
        admin.site.register(Person, page)
        try:
            assert found() == {"vault.E006"}
        finally:
            admin.site.unregister(Person)
