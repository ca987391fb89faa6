"""What `make run` leaves for manage.py, and what of it is never mixed with another database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.layout import CHECKOUT

_ENV = (
    "DATABASE_URL='postgres://app@left/portal'\n"
    "DATABASE_OWNER_URL='postgres://owner@left/portal'\n"
    "AUDIT_ANCHOR_FILE='/left/anchors'\n"
    "REDIS_URL='redis://left'\n"
)
_ASK = (
    "import os; import portal.settings.addresses;"
    "print(*(os.environ.get(name, '-') for name in"
    " ('DATABASE_URL', 'DATABASE_OWNER_URL', 'AUDIT_ANCHOR_FILE', 'REDIS_URL')))"
)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            {},
            "postgres://app@left/portal postgres://owner@left/portal /left/anchors redis://left",
        ),
        ({"DATABASE_URL": "postgres://other/db"}, "postgres://other/db - - redis://left"),
    ],
)
def test_another_database_gets_neither_owner_nor_anchors(
    tmp_path: Path, given: dict[str, str], found: str
) -> None:
    place = tmp_path / "portal" / "settings"
    place.mkdir(parents=True)
    for name in ("portal/__init__.py", "portal/settings/__init__.py"):
        (tmp_path / name).touch()
    source = (CHECKOUT / "portal/settings/addresses.py").read_text(encoding="utf-8")
    (place / "addresses.py").write_text(source, encoding="utf-8")
    (tmp_path / ".run").mkdir()
    (tmp_path / ".run" / "env").write_text(_ENV, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], **given}
    asked = subprocess.run(
        [sys.executable, "-c", _ASK], cwd=tmp_path, env=env, capture_output=True, check=True
    )
    assert asked.stdout.decode().strip() == found


def test_the_tests_read_no_address_of_a_portal_that_was_started_here() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from portal.settings import testing; print(testing.PUBLIC_URL)"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
        env={**os.environ, "PUBLIC_URL": "http://127.0.0.1:8077"},
    )  # fmt: skip
    assert done.stdout == "http://127.0.0.1:8000\n"
