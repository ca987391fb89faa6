"""The table of mutations is true of the source: each line there once, each test there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.mutations import Mutation, mutated, problems, read_table

SOURCE = "def late(on, due):\n    if due:\n        return on > due\n    return False\n"
ROW = Mutation(
    "a-day-early", "law", "law.py", "return on > due", "return on >= due", ("test_law.py",)
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "law.py").write_text(SOURCE, encoding="utf-8")
    written = "class TestTerm:\n    def test_late(self) -> None: ...\n"
    (tmp_path / "test_law.py").write_text(written, encoding="utf-8")
    return tmp_path


def test_the_table_is_true_of_the_source() -> None:
    table = read_table()
    assert len(table) >= 100
    assert problems(table) == []


def test_a_line_keeps_its_place() -> None:
    assert mutated(SOURCE, ROW) == SOURCE.replace("on > due", "on >= due")


def test_context_names_one_line_of_several() -> None:
    twice = "a(1)\nb(2)\nc(3)\nb(2)\n"
    row = replace(ROW, was="c(3)\nb(2)", now="c(3)")
    assert mutated(twice, row) == "a(1)\nb(2)\nc(3)\n"


@pytest.mark.parametrize("named", ["", "::TestTerm", "::TestTerm::test_late"])
def test_a_sound_row_has_no_problem(tree: Path, named: str) -> None:
    assert problems([replace(ROW, tests=(f"test_law.py{named}",))], root=tree) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"was": "return on < due"}, "found 0 times"),
        ({"file": "gone.py"}, "No such file"),
        ({"now": "return on >"}, "invalid syntax"),
        ({"tests": ("test_gone.py",)}, "no such test: test_gone.py"),
        ({"tests": ("test_law.py::test_gone",)}, "no such test: test_law.py::test_gone"),
        ({"tests": ("test_law.py::TestTerm::test_lat",)}, "no such test"),
        ({"tests": ()}, "nothing to try"),
        ({"now": "return on > due"}, "nothing to try"),
    ],
)
def test_what_is_not_true_is_told(tree: Path, changes: dict[str, object], said: str) -> None:
    (found,) = problems([replace(ROW, **changes)], root=tree)
    assert said in found


def test_a_line_that_stands_twice_is_told(tree: Path) -> None:
    (tree / "law.py").write_text(SOURCE + SOURCE, encoding="utf-8")
    (found,) = problems([ROW], root=tree)
    assert "found 2 times" in found


def test_a_name_that_stands_twice_is_told(tree: Path) -> None:
    assert problems([ROW, ROW], root=tree) == ["a-day-early: the name stands twice"]
