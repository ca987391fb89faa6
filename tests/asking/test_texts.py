"""How a question is counted, and what of it never is."""

from __future__ import annotations

import pytest

from portal.asking.texts import LONGEST, asked_text, is_personal, plain, split_words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("  加装　电梯？ ", "加装 电梯"),
        ("ＡＩ 补贴", "ai 补贴"),
        ("“公积金”", "公积金"),
        ("\x00\ud800", ""),
        ("。？", ""),
        ("长" * (LONGEST + 1), ""),
        ("长" * LONGEST, "长" * LONGEST),
    ],
)
def test_a_question_has_one_spelling(typed: str, told: str) -> None:
    assert asked_text(typed) == told


@pytest.mark.parametrize(
    "text",
    [
        "310101199003071234",
        "31010119900307123x 低保",
        "13800001111",
        "138 0000 1111",
        "021-81110000",
        "一三八零零零零一一一一",
        "li@example.test",
        "王小明",
        "王小明 低保",
        "王小明的低保",
        "王小明身份证",
        "举报 欧阳文山",
        "6222 0210 0100 1234 567",
        "沪A12345",
    ],
)
def test_what_may_be_somebodys_is_personal(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "公积金",
        "加装电梯",
        "试府办〔2026〕7号",
        "2026年低保标准",
        "生育津贴怎么领",
        "养老金",
        "12345",
    ],
)
def test_what_people_look_for_is_not(text: str) -> None:
    assert not is_personal(text)


def test_several_words_stand_in_a_line() -> None:
    assert split_words("公积金、住房公积金， 公积金") == ["公积金", "住房公积金"]


def test_blanks_and_marks_do_not_count() -> None:
    assert plain("加装 电梯？") == plain("加装电梯")
