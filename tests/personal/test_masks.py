"""How much of somebody's own data a page shows."""

import pytest

from portal.personal.masks import (
    hidden_name,
    masked_contacts,
    masked_number,
    masked_phone,
    masked_text,
)


@pytest.mark.parametrize(
    ("name", "shown"), [("", ""), ("王", "王*"), ("王明", "王*"), ("欧阳小明", "欧**")]
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert hidden_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990101199001010019", "990***********0019"),
        ("99010119900101001X", "990***********001X"),
        ("91990000MA0000000X", "919***********000X"),
        ("E12345678", "E******78"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_number_keeps_its_ends_and_a_short_one_nothing(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13900001234", "139****1234"), ("", ""), ("0000-81234567", "********4567")],
)
def test_a_telephone_is_recognised_by_whose_it_is(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_only_the_contacts_that_are_there_have_a_line() -> None:
    rows = masked_contacts(phone="13900001234", email="", address="示例市示例路1号")
    assert [label for label, _ in rows] == ["联系电话", "通信地址"]
    assert "示例路1号" not in str(rows)
    assert masked_contacts(phone="", email="someone@mail.example.cn", address="") == [
        ("电子邮箱", "s***@mail.example.cn")
    ]


def test_a_text_loses_numbers_and_given_names_and_keeps_the_rest() -> None:
    told = "王小明（13900001234）说门牌写错了，王小明住在这里。"
    assert masked_text(told, names=("王小明",)) == (
        "王**（139****1234）说门牌写错了，王**住在这里。"
    )
    assert masked_text("王明来信。", names=("王明",)) == "王*来信。"
    # A single character is no name and would take half the language with it.
    assert masked_text("王家路", names=("王", "")) == "王家路"
