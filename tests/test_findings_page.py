"""The table of findings cites tests and commits: each test is there, and no finding is missing."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PAGE = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")
_NUMBER = re.compile(r"\b([A-Z])-(\d+)")
# What the trial found of documents, applications and security, by its numbering.
_NUMBERS = {
    "D": {*range(1, 24), 41, 47, 48},
    "A": {*range(1, 10), *range(11, 14), *range(15, 24)},
    "S": {*range(1, 22)},
}


def _rows() -> list[list[str]]:
    lines = [line for line in _PAGE.splitlines() if re.match(r"\| [A-Z]-\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_finding_has_its_row() -> None:
    told = {(letter, int(number)) for row in _rows() for letter, number in _NUMBER.findall(row[0])}
    wanted = {(letter, number) for letter, numbers in _NUMBERS.items() for number in numbers}
    assert wanted <= told
    assert all(len(row) == 4 for row in _rows())


def test_every_test_that_is_cited_is_there() -> None:
    cited = 0
    for row in _rows():
        folder = ROOT
        for path, *names in (each.split("::") for each in _CODE.findall(row[2])):
            if not path.startswith(("tests/", "test_")) and "/test_" not in path:
                continue
            # A second file of a row may stand in the folder of the first.
            place = ROOT / path if path.startswith("tests/") else folder / path
            assert place.exists(), (row[0], path)
            folder = place if place.is_dir() else place.parent
            source = place.read_text(encoding="utf-8") if place.is_file() else ""
            for name in names:
                assert re.search(rf"^ *(def|class) {name}\b", source, re.M), (row[0], path, name)
            cited += 1
    assert cited > 150


def test_a_finding_without_a_test_says_why() -> None:
    for row in _rows():
        if not _CODE.search(row[2]):
            assert f"**{row[0]}**" in _PAGE, row[0]
