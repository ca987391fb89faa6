"""`make test ONLY=…`: what it takes, and what it says to anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.selection import NoSuchTestError, browser_tests, selection


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("tests/search/test_a.py", "tests/test_b.py", "portal/urls.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("import pytest\n", encoding="utf-8")
    (tmp_path / "tests/notes.md").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("", []),
        ("tests", ["tests"]),
        ("tests/search/", ["tests/search/"]),
        (
            " tests/test_b.py  tests/search/test_a.py::test_c[x] ",
            ["tests/test_b.py", "tests/search/test_a.py::test_c[x]"],
        ),
    ],
)
def test_folders_files_and_names(checkout: Path, words: str, places: list[str]) -> None:
    assert selection(words, checkout) == places


@pytest.mark.parametrize(
    "words",
    [
        "tests/serach",
        "search",
        "tests/notes.md",
        "tests/search::test_c",
        "portal/urls.py",
        "tests/../portal",
        "/etc",
        "--help",
        "tests/search tests/none.py",
    ],
)
def test_anything_else_is_explained(checkout: Path, words: str) -> None:
    with pytest.raises(NoSuchTestError, match=r"没有找到测试“.+”。ONLY= 后面请写"):
        selection(words, checkout)


def test_browser_tests_are_found_by_their_mark(checkout: Path) -> None:
    assert browser_tests(["tests"], checkout) == []
    (checkout / "tests/search/test_a.py").write_text("pytestmark = pytest.mark." + "browser\n")
    assert browser_tests(["tests"], checkout) == ["tests/search/test_a.py"]
    assert browser_tests(["tests/test_b.py"], checkout) == []
    named = "tests/search/test_a.py::test_c[x]"
    assert browser_tests([named, "tests/test_b.py::test_d"], checkout) == [named]
