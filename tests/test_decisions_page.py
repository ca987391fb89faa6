"""The design page of decisions cites tests for each acceptance test and fault: all are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_PAGE = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
_ACCEPTANCE = "## 验收：二十五条，各在哪里试"
_FAULTS = "## 别家出过的安全毛病，各在哪里试"
_CITED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
# What Decidim published of its own faults, class by class.
_CLASSES = {
    "接口不核对权限", "别的机关的编号", "网址里注入 ORDER BY", "名称、记录、版本页里存下的标记",
    "猜得到的导出地址", "名额不是一次事务",
}  # fmt: skip


def _rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    _, _, rest = _PAGE.partition(f"{heading}\n")
    lines = rest.partition("\n## ")[0].splitlines()
    table = [line for line in lines if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_acceptance_test_has_its_row() -> None:
    assert [row[0] for row in _rows(_ACCEPTANCE)] == [str(number) for number in range(1, 26)]


def test_every_class_of_fault_has_its_row() -> None:
    assert {row[0] for row in _rows(_FAULTS)} == _CLASSES


@pytest.mark.parametrize("heading", [_ACCEPTANCE, _FAULTS])
def test_every_row_cites_tests_that_are_there(heading: str) -> None:
    for row in _rows(heading):
        cited = _CITED.findall(row[-1])
        assert cited, row[0]
        # Nothing between the marks is anything else than a test.
        assert len(cited) == row[-1].count("`") // 2, row[0]
        for path, name in cited:
            source = (ROOT / path).read_text(encoding="utf-8")
            assert not name or re.search(
                rf"^ *(def {name}\(|class {name}\b)", source, re.MULTILINE
            ), (row[0], path, name)
