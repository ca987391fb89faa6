"""Numerals as values."""

from __future__ import annotations

import pytest

from portal.common.numerals import chinese_integer


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十二", 32),
        ("二〇〇四", 2004),
        ("一百零五", 105),
        ("十", 10),
        ("１２", 12),
        ("甲", None),
        ("", None),
    ],
)
def test_chinese_integer(text: str, value: int | None) -> None:
    assert chinese_integer(text) == value
