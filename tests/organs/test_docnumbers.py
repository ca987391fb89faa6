"""发文字号: strict and loose forms, keys, places in a text (conventions.md T11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organs.docnumbers import (
    find_all,
    is_normative_prefix,
    is_strict,
    loose_key,
    parse,
)

LOOSE_VARIANTS = (
    "徐府发〔2023〕32号",
    "徐府发﹝2023﹞32号",
    "徐府发[2023]32号",
    "徐府发［2023］032号",
    "徐府发【2023】第32号",
    "徐府发（2023）32号",
    "徐府发(2023) 32 号",
    "徐府发〈2023〉32号",
    "徐府发《2023》32号",
    "徐\u200b府发〔２０２３〕３２号",
    "徐 府 发 〔 2023 〕 32 号",
    "按照徐府发〔2023〕32号",
    "根据 徐府发〔2023年〕32号文件",
)


@pytest.mark.parametrize(
    "text", ["沪府办规〔2025〕20号", "国办发〔2017〕47号", "浦府办〔2017〕23号"]
)
def test_strict_accepts_what_officials_type(text: str) -> None:
    assert is_strict(text)


@pytest.mark.parametrize("text", ["沪府令第17号", "税务总局公告2023年第5号", "国令第706号"])
def test_strict_accepts_canonical_orders_and_announcements(text: str) -> None:
    assert is_strict(text)


@pytest.mark.parametrize(
    "text",
    [
        "沪府发[2023]5号",
        "沪府发〔2023〕01号",
        "沪府发〔2023〕第5号",
        "第5号",
        "[2023]",
        "01号",
        "根据沪府发〔2023〕5号",
        "沪府发〔2023〕5号\n",
        "沪府发〔23〕5号",
        "沪府发〔2023〕5",
        "沪府令第十七号",
        "",
    ],
)
def test_strict_rejects(text: str) -> None:
    assert not is_strict(text)


@pytest.mark.parametrize("text", LOOSE_VARIANTS)
def test_loose_variants_have_one_key_and_one_canonical_form(text: str) -> None:
    number = parse(text)
    assert number is not None
    assert (number.canonical, number.key) == ("徐府发〔2023〕32号", "徐府发|2023|32")
    assert loose_key(text) == "徐府发|2023|32"


@pytest.mark.parametrize(
    "query",
    [
        "2023 32 徐府发",
        "徐府发 2023 32",
        "徐府发2023年32号",
        "徐府发2023年第32号",
        "徐府发 2023-032",
    ],
)
def test_search_queries_without_brackets(query: str) -> None:
    assert loose_key(query) == "徐府发|2023|32"


@pytest.mark.parametrize(
    "query",
    ["徐府发", "2023", "政务公开 2023 工作要点", "2024年 10 工作要点", "", "徐府发2023年0号"],
)
def test_other_queries_mean_no_number(query: str) -> None:
    assert loose_key(query) is None


@pytest.mark.parametrize(
    ("text", "canonical", "key"),
    [
        ("沪府令第17号", "沪府令第17号", "沪府令||17"),
        ("沪府令第十七号", "沪府令第17号", "沪府令||17"),
        ("上海市人民政府令 第17号", "沪府令第17号", "沪府令||17"),
        ("中华人民共和国国务院令第706号", "国令第706号", "国令||706"),
        ("国令第706号", "国令第706号", "国令||706"),
        ("税务总局公告2023年第5号", "税务总局公告2023年第5号", "税务总局公告|2023|5"),
        (
            "云州市税务局公告 2023 年第 05 号",
            "云州市税务局公告2023年第5号",
            "云州市税务局公告|2023|5",
        ),
    ],
)
def test_orders_and_announcements(text: str, canonical: str, key: str) -> None:
    number = parse(text)
    assert number is not None
    assert (number.canonical, number.key) == (canonical, key)


def test_order_query_without_di() -> None:
    assert loose_key("沪府令17") == "沪府令||17"


def test_prefix_and_year() -> None:
    number = parse("徐府发〔2023〕32号")
    order = parse("沪府令第17号")
    assert number is not None
    assert order is not None
    assert (number.prefix, number.year) == ("徐府发", 2023)
    assert (order.prefix, order.year) == ("沪府令", None)


def test_a_glued_organ_name_is_cut_and_a_region_letter_is_kept() -> None:
    glued = parse("云州市青禾区人民政府青府发〔2023〕5号")
    assert glued is not None
    assert glued.canonical == "青府发〔2023〕5号"
    region = parse("和政发〔2020〕1号")
    assert region is not None
    assert region.key == "和政发|2020|1"


def test_several_numbers_are_not_one() -> None:
    assert parse("青府发〔2023〕5号和青府发〔2023〕6号") is None
    assert parse("青府发〔2023〕5号（青府发[2023]5号）") is not None


@pytest.mark.parametrize(
    "text", ["责令三号楼停工", "会议第5号议案", "公告第3号", "中央一号文件", "〔2023〕5号"]
)
def test_what_is_no_number(text: str) -> None:
    assert parse(text) is None


def test_find_all_gives_offsets_into_the_untouched_text() -> None:
    text = "按《甲》（青府规〔２０１９〕7号）、乙\u200b府发[2020]第08号和沪府令第17号，制定。"
    found = find_all(text)
    assert [number.key for _, _, number in found] == [
        "青府规|2019|7",
        "乙府发|2020|8",
        "沪府令||17",
    ]
    assert [text[start:end] for start, end, _ in found] == [number.raw for _, _, number in found]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("青府规", True),
        ("沪府办规", True),
        ("青府规〔2024〕3号", True),
        ("青府发", False),
        ("", False),
    ],
)
def test_normative_prefix(prefix: str, *, expected: bool) -> None:
    assert is_normative_prefix(prefix) is expected


@given(st.text(max_size=200))
def test_never_raises(text: str) -> None:
    parse(text)
    loose_key(text)
    is_strict(text)
    for start, end, number in find_all(text):
        assert text[start:end] == number.raw


@given(
    st.sampled_from(["沪府", "青府办规", "云水", "国办发", "徐府发", "教职成"]),
    st.integers(1949, 2099),
    st.integers(1, 99999),
    st.sampled_from(["〔〕", "﹝﹞", "[]", "［］", "【】", "（）", "()", "〈〉", "《》", "〖〗"]),
    st.sampled_from(["", "第", " 第 ", "0"]),
)
def test_round_trip(prefix: str, year: int, seq: int, brackets: str, extra: str) -> None:
    left, right = brackets[0], brackets[1]
    digits = f"{extra}{seq}" if len(f"{extra}{seq}".strip("第 ")) <= 5 else str(seq)
    number = parse(f"{prefix}{left}{year}{right}{digits}号")
    assert number is not None
    assert number.key == f"{prefix}|{year}|{seq}"
    assert is_strict(number.canonical)
    again = parse(number.canonical)
    assert again is not None
    assert (again.canonical, again.key) == (number.canonical, number.key)


def test_the_planning_bureau_is_not_normative_by_its_name() -> None:
    assert is_normative_prefix("沪规划资源规")
    assert not is_normative_prefix("沪规划资源")
