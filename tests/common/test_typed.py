"""What people type and paste, put into one written form."""

from __future__ import annotations

import unicodedata

import pytest

from portal.common.typed import as_written, half_width, is_mobile, said, telephone, visible

MOBILE = "13800001111"
LANDLINE = "021-81110000"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        *(
            (typed, MOBILE)
            for typed in (
                "138 0000 1111", "138-0000-1111", "+86 138 0000 1111", "+8613800001111",
                "0086 138-0000-1111", "86-13800001111", "(+86)13800001111", "＋８６　138 0000 1111",
                "１３８００００１１１１", "\u202d138 0000 1111\u202c", "1\u200b3800001111\ufeff",
                "138.0000.1111", "138—0000—1111",
            )
        ),
        *(
            (typed, LANDLINE)
            for typed in (
                "（021）8111 0000", "(021)81110000", "021 8111 0000", "02181110000",
                "021－81110000",
                "+86 21 8111 0000", "+86 (21) 81110000", "+86-021-81110000",
                "\u2066021\u206981110000",
            )
        ),
        ("021-81110000转801", "021-81110000转801"),
        ("021-81110000-801", "021-81110000转801"),
        ("（021）8111 0000 分机 801", "021-81110000转801"),
        ("0371-65900000", "0371-65900000"),
        ("0000-81000100", "0000-81000100"),
        ("8111 0000", "81110000"),
        ("400-810-1234", "4008101234"),
        ("+44 20 7123 4567", "+442071234567"),
        ("(+44) 20 7123 4567", "+442071234567"),
        ("0044 20 7123 4567", "+442071234567"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("00852 2345 6789", "+85223456789"),
    ],
)  # fmt: skip
def test_a_telephone_number_has_one_written_form(typed: str, written: str) -> None:
    assert telephone(typed) == written
    assert telephone(written) == written
    assert is_mobile(written) == (written == MOBILE)


@pytest.mark.parametrize(
    "typed",
    [
        "", "\u200b", "请打给我", "138 0000 111", "1380000111122", "12345", "13800001111(王某)",
        "13800001111、021-81110000", "021-81110000/81110001", "电话13800001111", "-" * 40, "+",
    ],
)  # fmt: skip
def test_what_is_no_telephone_number(typed: str) -> None:
    assert telephone(typed) is None


def test_every_format_character_is_invisible() -> None:
    """Category Cf of every plane, so that none is a way to an empty text that counts as one."""
    shown = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) == "Cf"
        and visible(chr(code))
        # Signs over Arabic numbers, hieroglyphs and shorthand that are drawn.
        and not (0x600 <= code <= 0x8FF or 0x110BD <= code <= 0x110CD or 0x13430 <= code <= 0x1BCA3)
    ]
    assert shown == []


@pytest.mark.parametrize(
    "nothing", ["", "  \n", "\u200b", "\ufeff \u2060", "\u3164", "\U000e0041\u202e", "\u00ad"]
)
def test_a_text_that_cannot_be_seen_is_empty(nothing: str) -> None:
    assert said(nothing) == half_width(nothing) == ""


def test_a_text_keeps_what_joins_its_letters() -> None:
    assert said(" 家庭👨\u200d👩\u200d👧补贴 ") == "家庭👨\u200d👩\u200d👧补贴"


def test_a_text_stands_in_the_order_in_which_it_is_kept() -> None:
    assert said("\u202e2026年预算\u202c（\u2066定稿\u2069）") == "2026年预算（定稿）"


def test_particulars_as_they_are_kept() -> None:
    given = {
        "name": "\u200b演示申请人\u2060甲 ",
        "identity_number": "９９０１０１\u202c",
        "phone": "+86 138 0000 1111",
        "email": "\u200bJia@people.example",
        "address": "\u200e示例路1号",
        "agent_number": "\u2060",
        "record": "\u200b",
    }
    assert as_written(given) == {
        "name": "演示申请人甲",
        "identity_number": "990101",
        "phone": MOBILE,
        "email": "Jia@people.example",
        "address": "示例路1号",
        "agent_number": "",
    }
    assert as_written({"phone": "　请转告本人 "}) == {"phone": "请转告本人"}
