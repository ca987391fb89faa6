"""Lines end between words: pieces of a title, and the places in its markup."""

from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe

from portal.common.templatetags.words import words as broken
from portal.common.words import LONGEST, words


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("海岚市公共停车管理办法", "海岚市|公共|停车|管理|办法"),
        ("关于加强餐饮油烟污染防治的通知", "关于|加强|餐饮|油烟|污染|防治的|通知"),
        ("《海岚市既有多层住宅加装电梯实施办法》", "《海岚市|既有|多层|住宅|加装|电梯|实施办法》"),
        ("2026年行政事业性收费目录", "2026年|行政|事业性|收费|目录"),
        ("慢行交通规划（2027—2035年）（草案）", "慢行|交通|规划|（2027—2035年）|（草案）"),
        ("试江市文汇区发展和改革委员会", "试江市|文汇区|发展|和改革|委员会"),
        ("Measures on Parking", "Measures |on |Parking"),
        ("", ""),
    ],
)
def test_no_piece_ends_inside_a_word(title: str, pieces: str) -> None:
    assert "|".join(words(title)) == pieces


def test_the_pieces_are_the_text() -> None:
    text = "关于印发《“十五五”规划》的通知（试行）：第3次修订，A-1号 & <b>。"
    assert "".join(words(text)) == text


def test_what_is_no_title_is_left_alone() -> None:
    text = "公共停车" * LONGEST
    assert words(text) == (text,)


def test_a_title_is_escaped_and_may_break() -> None:
    assert broken("公共停车<b>") == "公共<wbr>停车&lt;b&gt;"


def test_marks_of_hits_stay_where_they_are() -> None:
    marked = mark_safe("公共<mark>停车</mark>管理&amp;收费")
    assert broken(marked) == "公共<mark><wbr>停车</mark><wbr>管理&amp;收费"
