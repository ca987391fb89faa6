"""`make test` itself: what it runs, and what it does about a browser."""

from pathlib import Path

import pytest

from deploy.local.browser import NoBrowserError, find_browser
from deploy.local.check import Result, has_browser_tests, pytest_steps, static_steps, summary


def test_tests_in_parallel_then_the_browser_alone() -> None:
    plain, browser = pytest_steps("/usr/bin/chromium")
    assert plain.argv[-4:] == ["-n", "2", "-m", "not browser"]
    assert browser.argv[-2:] == ["-m", "browser"]
    assert browser.env["CHROMIUM"] == "/usr/bin/chromium"
    assert len(pytest_steps(None)) == 1


def test_every_promised_check_is_there() -> None:
    steps = static_steps(["createdb", "a-copy"])
    commands = " ".join(word for step in steps for word in step.argv)
    for promised in (
        "ruff format --check", "ruff check", "mypy", "lint-imports", "djlint", "--deploy",
        "makemigrations --check",
    ):  # fmt: skip
        assert promised in commands


def test_the_copy_is_made_of_a_migrated_and_empty_database() -> None:
    words = [step.argv[-1] for step in static_steps(["createdb", "a-copy"])]
    assert words.index("a-copy") == words.index("load_once") - 1
    assert not {"a-copy", "load_once"} & {step.argv[-1] for step in static_steps(None)}


def test_summary_names_the_failed() -> None:
    text = summary([Result("类型", passed=True, seconds=12.3), Result("代码格式", False, 0.1)])
    assert "通过    12.3 秒  类型" in text
    assert "失败     0.1 秒  代码格式" in text


def test_browser_tests_are_found_by_their_mark(tmp_path: Path) -> None:
    file = tmp_path / "test_a.py"
    file.write_text("import pytest\n", encoding="utf-8")
    assert not has_browser_tests(tmp_path)
    file.write_text("pytestmark = pytest.mark." + "browser\n", encoding="utf-8")
    assert has_browser_tests(tmp_path)


def test_browser_named_by_hand_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoBrowserError, match="/nowhere/chromium"):
        find_browser()
