"""The threat model cites tests: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_CITED = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)*)`")


def test_every_line_is_proved_by_tests_that_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "怎么防" not in line]
    # Who comes is no claim; every other row is one.
    claims = [row for row in rows if row.count("|") == 4 and "tests/" in row]
    unproved = [row for row in rows if row.count("|") == 4 and "tests/" not in row]
    assert len(claims) > 25
    assert [row for row in unproved if not row.startswith(("| 谁 ", *_WHO))] == []
    for path, names in _CITED.findall(text):
        source = (ROOT / path).read_text(encoding="utf-8")
        for name in names.split("::")[1:]:
            assert re.search(rf"^ *(def|class) {name}\b", source, re.MULTILINE), f"{path}{names}"


_WHO = tuple(
    f"| {who} |"
    for who in (
        "路人、爬虫", "申请人、第三方", "借用电脑的人", "工作人员", "三员之一", "送来文件的人",
        "拿到数据库备份的人",
    )
)  # fmt: skip
