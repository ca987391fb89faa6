"""`make coverage`: what it measures, and that templates can be measured at all."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from django.conf import settings

from deploy.local.check import pytest_steps
from deploy.local.coverage import measured, report_steps
from deploy.local.layout import CHECKOUT


def test_the_same_tests_are_measured(tmp_path: Path) -> None:
    plain, browser = pytest_steps(tmp_path, [], "/usr/bin/chromium", ["tests/journeys"])
    for step in (plain, browser):
        assert measured(step).argv[1:5] == ["-m", "coverage", "run", "-m"]
        assert measured(step).argv[5:] == step.argv[2:]
        assert measured(step).env == step.env


def test_a_floor_for_the_whole_and_none_for_a_part() -> None:
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    assert config["tool"]["coverage"]["report"]["fail_under"] > 50
    assert "--fail-under=0" not in report_steps(partly=False)[-1].argv
    assert "--fail-under=0" in report_steps(partly=True)[-1].argv


def test_templates_know_their_lines() -> None:
    assert settings.TEMPLATES[0]["OPTIONS"]["debug"] is True
    assert not settings.DEBUG


def test_workers_branches_and_templates_are_counted(tmp_path: Path) -> None:
    """A process and the one it starts, with the configuration of the project."""
    render = (
        "import django; django.setup()\n"
        "from django.template.loader import render_to_string\n"
        "render_to_string('errors/standalone.html')\n"
    )
    start = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {render!r}], check=True)"
    )
    script = tmp_path / "start.py"
    script.write_text(start, encoding="utf-8")
    env = {
        "COVERAGE_FILE": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
        "PYTHONPATH": str(CHECKOUT),
    }
    for words in (
        ["run", str(script)],
        ["combine", "--quiet"],
        ["report", "--fail-under=0", "--include=templates/errors/*,portal/settings/local.py"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *words],
            cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert "Branch" in done.stdout
    total = next(line for line in done.stdout.splitlines() if line.startswith("TOTAL"))
    assert total.endswith("100.0%")
