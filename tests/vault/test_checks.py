"""A public service does not seal under keys that everyone knows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.contrib import admin
from django.core.checks import run_checks
from pytest_django import Settings

from deploy.local.layout import CHECKOUT
from portal.common.admin import BackOfficeAdmin
from tests.vault.conftest import INDEX, NEW, OLD
from tests.vault.people import Person, registered


def found(*, deploy: bool = False) -> set[str]:
    checks = run_checks(tags=["security", "admin"], include_deployment_checks=deploy)
    return {p.id for p in checks if p.id is not None and p.id.startswith("vault.")}


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
        page = type("PersonAdmin", (BackOfficeAdmin,), options)
        admin.site.register(Person, page)
        try:
            assert found() == {"vault.E006"}
        finally:
            admin.site.unregister(Person)


def test_a_public_service_reads_its_keys_from_a_file_and_has_none_by_itself(tmp_path: Path) -> None:
    keys = tmp_path / "vault-keys"
    keys.write_text(f"{NEW}\n{OLD}\n{INDEX}\n", encoding="utf-8")
    code = "from portal.settings.production import VAULT_KEYS; print(VAULT_KEYS, end='')"
    env = os.environ | {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "xxgk.example.gov.cn"}
    for more, told in (({"VAULT_KEYS_FILE": str(keys)}, keys.read_text("utf-8")), ({}, "")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=CHECKOUT,
            env=env | more,
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout == told
