"""Titles of 公文 in lines of whole words."""

from __future__ import annotations

import pytest

from portal.papers.typesetting.titles import title_lines, width_of


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("试江市公共停车管理办法", "试江市公共停车管理办法"),
        (
            "试江市人民政府办公室关于进一步加强餐饮油烟污染防治的通知",
            "试江市人民政府办公室关于进一步/加强餐饮油烟污染防治的通知",
        ),
        (
            "试江市民政局试江市财政局关于调整居家养老服务补贴标准的通知",
            "试江市民政局试江市财政局/关于调整居家养老服务补贴标准的通知",
        ),
        (
            "试江市民政局关于印发《试江市居家养老服务补贴实施细则》的通知",
            "试江市民政局关于印发/《试江市居家养老服务补贴实施细则》的通知",
        ),
    ],
)
def test_a_line_ends_where_it_may(title: str, lines: str) -> None:
    assert "/".join(title_lines(title, 20)) == lines


def test_no_line_is_longer_than_the_paper() -> None:
    title = "试江市文汇区人民政府望潮街道办事处关于试行夜间错时停车的通知" * 4
    lines = title_lines(title, 20)
    assert "".join(lines) == title
    assert max(map(width_of, lines)) <= 20.25


def test_a_word_longer_than_the_paper_has_a_line_to_itself() -> None:
    assert title_lines("关于" + "A" * 60 + "的通知", 20)[1] == "A" * 60 + "的"
