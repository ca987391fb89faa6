"""Production refuses to start half configured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k" * 30 + "0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.test",
}


def _python(code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "REDIS_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | GOOD | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"} | changes,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "local-demo-only-not-for-production"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_settings_refuse(changes: dict[str, str], words: str) -> None:
    run = _python("import portal.settings.production", **changes)
    assert run.returncode != 0
    assert words in run.stderr


def test_the_web_process_refuses_without_a_site_profile() -> None:
    run = _python("import portal.wsgi")
    assert run.returncode != 0
    assert "无法读取站点信息" in run.stderr


def test_good_settings_load() -> None:
    assert _python("import portal.settings.production").returncode == 0


def test_every_variable_is_in_the_handbook() -> None:
    settings = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "portal" / "settings").glob("*.py")
    )
    read = set(re.findall(r'env\.?\w*\(\s*"([A-Z_]+)"', settings))
    handbook = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert len(read) > 50
    assert sorted(name for name in read if f"`{name}`" not in handbook) == []
