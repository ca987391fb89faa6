"""`make test` itself: what it runs, and what it does about a browser."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.local.browser import NoBrowserError, find_browser
from deploy.local.check import (
    TYPES,
    Result,
    Step,
    bench,
    beside,
    judged,
    module,
    pytest_steps,
    recorded,
    run,
    static_steps,
    summary,
    tables_of,
)
from deploy.local.layout import Layout
from deploy.local.services import Postgres

KEPT = Step("测试底库", ["createdb", "a-copy"])


def test_tests_in_parallel_then_the_browser_alone(tmp_path: Path) -> None:
    driving = ["tests/journeys/test_keyboard.py"]
    plain, browser = pytest_steps(tmp_path, [], "/usr/bin/chromium", driving)
    assert plain.argv[-6:-2] == ["-n", "2", "-m", "not browser and not upgrade"]
    assert browser.argv[-7:-3] == ["-n", "2", "-m", "browser"]
    assert browser.argv[-1:] == driving
    assert browser.env["CHROMIUM"] == "/usr/bin/chromium"


def test_a_part_names_its_tests(tmp_path: Path) -> None:
    (only,) = pytest_steps(tmp_path, ["tests/search", "tests/vault"])
    assert only.argv[-2:] == ["tests/search", "tests/vault"]


def test_python_keeps_what_it_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://a-users-own")
    monkeypatch.setenv("REDIS_URL", "redis://a-users-own")
    with ExitStack() as stack:
        assert "PYTHONDONTWRITEBYTECODE" not in bench(stack).env


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """The command line of pytest on one small test, without Django or a second process."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_small.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    return module("pytest", "-p", "no:django", "-c", str(tmp_path / "pytest.ini"), str(tmp_path))


def test_a_step_leaves_the_times_of_its_tests(tmp_path: Path, small: list[str]) -> None:
    record = tmp_path / "record.xml"
    step = Step("测试", [*small, "--junit-xml", str(record)], record=record)
    result = run(step, os.environ)
    assert result.passed
    assert not result.found_nothing
    assert [(each.test, each.step) for each in recorded([step])] == [
        ("test_small::test_one", "测试")
    ]


def test_a_part_without_tests_of_one_kind_passes_and_without_any_fails(small: list[str]) -> None:
    plain = Result("测试", passed=True, seconds=3.0)
    failed = Result("浏览器测试", passed=False, seconds=2.0)
    nothing = run(Step("浏览器测试", [*small, "-k", "another"]), os.environ)
    assert nothing.found_nothing
    assert not nothing.passed
    assert judged([plain, nothing], partly=True) == [plain]
    assert judged([plain, failed], partly=True) == [plain, failed]
    assert judged([nothing], partly=True) == [nothing]
    assert judged([plain, nothing], partly=False) == [plain, nothing]


def saying(words: str, code: int) -> Step:
    return Step("旁边", [sys.executable, "-c", f"print('{words}'); raise SystemExit({code})"])


def test_a_step_beside_others_says_its_words_when_it_is_waited_for(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for code in (0, 1):
        with beside(saying("两处不对", code), os.environ) as end:
            assert end().passed == (code == 0)
        assert "── 旁边\n两处不对" in capfd.readouterr().out


def test_a_step_beside_others_ends_with_them() -> None:
    endless = Step("旁边", [sys.executable, "-c", "import time; time.sleep(600)"])
    with beside(endless, os.environ):
        pass


def test_every_promised_check_is_there() -> None:
    steps = [*static_steps([KEPT]), TYPES]
    commands = " ".join(word for step in steps for word in step.argv)
    for promised in (
        "ruff format --check", "ruff check", "mypy", "lint-imports", "djlint", "--deploy",
        "makemigrations --check",
    ):  # fmt: skip
        assert promised in commands


def test_the_copy_is_made_of_a_migrated_and_empty_database(place: Layout) -> None:
    tables = tables_of(Postgres(place, durable=False), place)
    for steps in (tables.proven, tables.quick):
        assert [step.title for step in steps][-3:] == ["建表", "测试底库", "底库文件"]
    words = [step.argv[-1] for step in static_steps([KEPT])]
    assert words.index("a-copy") == words.index("load_once") - 1
    assert "load_once" not in {step.argv[-1] for step in static_steps([])}


def test_the_whole_runs_every_migration_and_a_part_begins_from_their_outcome(place: Layout) -> None:
    tables = tables_of(Postgres(place, durable=False), place)
    migrating, _, comparing = tables.proven[:3]
    assert "migrate" in migrating.argv
    assert migrating.env["DJANGO_SETTINGS_MODULE"] == "portal.settings.local"
    assert comparing.argv[1:3] == ["-m", "deploy.local.tables"]
    assert "tables.sql" in tables.quick[0].argv[-1]


def test_summary_names_the_failed() -> None:
    text = summary([Result("类型", passed=True, seconds=12.3), Result("代码格式", False, 0.1)])
    assert "通过    12.3 秒  类型" in text
    assert "失败     0.1 秒  代码格式" in text


def test_browser_named_by_hand_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoBrowserError, match="/nowhere/chromium"):
        find_browser()
