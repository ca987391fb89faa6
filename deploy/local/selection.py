"""Which tests `make test ONLY=…` means."""

from __future__ import annotations

from pathlib import Path


class NoSuchTestError(Exception):
    """ONLY names nothing that can be run; the message says what to write."""


def selection(words: str, checkout: Path) -> list[str]:
    """The paths named in `ONLY`, parted by blanks; none for all tests. Raises NoSuchTestError.

    Each is a folder or a file beneath `tests`, written from the top of the project; a file may be
    followed by `::` and the name of a test.
    """
    tests = (checkout / "tests").resolve()
    for word in words.split():
        path = _file(word, checkout)
        inside = path.resolve() == tests or tests in path.resolve().parents
        is_folder = path.is_dir() and "::" not in word
        runnable = is_folder or (path.is_file() and path.suffix == ".py")
        if not (inside and runnable):
            raise NoSuchTestError(
                f"没有找到测试“{word}”。ONLY= 后面请写 tests 下的文件夹或文件，"
                "例如 ONLY=tests/search 或 ONLY=tests/search/test_indexer.py::用例名；"
                "多个用空格隔开并加引号。"
            )
    return words.split()


def browser_tests(places: list[str], checkout: Path) -> list[str]:
    """What of these places lies in a file with tests marked for the browser.

    Only there does pytest look for them: every process would read all the others first.
    """
    found = []
    for place in places:
        path = _file(place, checkout)
        if not path.is_dir():
            found += [place] if _is_marked(path) else []
            continue
        marked = filter(_is_marked, sorted(path.rglob("*.py")))
        found += [str(file.relative_to(checkout)) for file in marked]
    return found


def _is_marked(file: Path) -> bool:
    return "mark.browser" in file.read_text(encoding="utf-8")


def _file(word: str, checkout: Path) -> Path:
    return checkout / word.partition("::")[0]
