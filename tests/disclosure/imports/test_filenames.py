"""What the name of a file says of a budget, a list, a plan."""

from __future__ import annotations

import re

import pytest

from disclosure.imports.elements import OrganName
from disclosure.imports.filenames import PERIOD, read_name

ORGANS = (
    OrganName("E", "试江市教育局", ("市教育局",)),
    OrganName("ED", "试江市东河区教育局", ("区教育局",)),
    OrganName("F", "试江市财政局", ("市财政局",)),
)


@pytest.mark.parametrize(
    ("name", "title", "kind", "period", "organ"),
    [
        ("试江市教育局2026年部门预算.xlsx", "试江市教育局2026年部门预算", "budget", "2026年", "E"),
        ("附件1：市财政局2025年度决算公开表（定稿）.pdf", "市财政局2025年度决算公开表", "budget",
         "2025年", "F"),
        ("03_试江市行政许可事项清单(2024年版).docx", "试江市行政许可事项清单(2024年版)", "list",
         "2024年", ""),
        ("试江市养老设施专项规划（2026-2035年）.pdf", "试江市养老设施专项规划（2026-2035年）",
         "plan", "2026—2035年", ""),
        ("2026年第二季度政府采购目录.xls", "2026年第二季度政府采购目录", "list",
         "2026年第2季度", ""),
        ("2025年6月一般公共预算收支情况.ods", "2025年6月一般公共预算收支情况", "budget",
         "2025年6月", ""),
        ("2025年6月3日会议照片.jpg", "2025年6月3日会议照片", "", "2025年", ""),
        ("2025年上半年预算执行情况_20250801.pdf", "2025年上半年预算执行情况", "budget",
         "2025年上半年", ""),
        ("试江市东河区教育局预算2026.pdf", "试江市东河区教育局预算2026", "budget", "2026年", "ED"),
        # Two years, no span: nobody can tell.
        ("2024和2025对照表.pdf", "2024和2025对照表", "", "", ""),
        ("附件.pdf", "附件", "", "", ""),
        ("20250801.pdf", "20250801", "", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_read(name: str, title: str, kind: str, period: str, organ: str) -> None:
    found = read_name(name, ORGANS)
    assert (found.title, found.kind, found.period, found.organ) == (title, kind, period, organ)
    assert not found.period or re.match(PERIOD, found.period)


def test_two_organs_are_left_to_the_clerk() -> None:
    assert read_name("市教育局市财政局预算.pdf", ORGANS).organ == ""
