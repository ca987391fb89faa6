"""What citizens write of themselves, in every way it is written."""

from __future__ import annotations

import pytest

from portal.personal.free_text import grave, masked, personal

MOBILES = (
    "13800138000", "１３８００１３８０００", "138 0013 8000", "138-0013-8000",
    "138.0013.8000", "138\u200b0013\u200b8000", "138、0013、8000",
    "一三八零零一三八零零零", "一三八〇〇一三八〇〇〇",
    "一三八 零零一三 八零零零", "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "138_0013_8000", "138/0013/8000", "138(0013)8000", "138*0013*8000", "幺三八零零幺三八零零零",
    "壹叁捌零零壹叁捌零零零", "¹³⁸⁰⁰¹³⁸⁰⁰⁰", "8613800138000", "+8613800138000", "008613800138000",
    "+86 138 0013 8000", "138：0013：8000", "138|0013~8000", "138    0013    8000",
    "138空0013空8000", "幺三八洞洞幺三八洞洞洞",
)  # fmt: skip
IDENTITIES = (
    "310110199001011237", "３１０１１０１９９００１０１１２３７", "310110 19900101 1237",
    "310110-19900101-1237", "310110.19900101.1237", "310110199001\u200b011237",
    "31010119900307123X", "31010119900307123x", "310101 19900307 123x",
    "三一零一一零一九九零零一零一一二三七",
    "310110(19900101)1237", "310110_19900101_1237",
)  # fmt: skip


@pytest.mark.parametrize("written", MOBILES)
@pytest.mark.parametrize("around", ["{}", "请打{}找我", "我的手机号是{}，谢谢", "a{}b", "（{}）"])
def test_mobiles(written: str, around: str) -> None:
    text = around.format(written)
    assert masked(text) == around.format("138****8000")
    assert [spot.kind for spot in grave(text)] == ["手机号"]


@pytest.mark.parametrize("written", IDENTITIES)
@pytest.mark.parametrize("around", ["{}", "证号{}，请查", "身份证{}的人"])
def test_identity_numbers(written: str, around: str) -> None:
    shown = masked(around.format(written))
    assert "19900" not in shown
    assert "***********" in shown
    assert [spot.kind for spot in grave(around.format(written))] == ["身份证号"]


@pytest.mark.parametrize(
    "text",
    ["沪府办规〔2026〕7号", "每次310 mg，一天三次", "2026年9月7日到10月15日", "第十二条第三款",
     "车位62个，月卡150元", "办事编号 XH-2026-00012", "一二三四五，上山打老虎"],
)  # fmt: skip
def test_what_is_nobodys_stays(text: str) -> None:
    assert masked(text) == text
    assert personal(text) == []


def test_names_of_those_concerned() -> None:
    assert masked("陈演示：您好。陈演示家的车", names=["陈演示"]) == "陈**：您好。陈**家的车"


def test_a_text_of_ten_thousand_numbers_is_read_at_once() -> None:
    assert len(masked("1 3 " * 2500 + "13800138000")) > 1000
