"""Titles made of how a message begins."""

from __future__ import annotations

import pytest

from policies.messages.titles import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("晚上能停车吗？去哪里看名单。", "晚上能停车吗"),
        ("尊敬的领导：您好！我们小区没有车位。", "我们小区没有车位"),
        ("你好", ""),
        ("您好，\n夜间停车怎样收费", "夜间停车怎样收费"),
        ("车" * 40, "车" * 30 + "…"),
        ("", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert title_of(text) == title
