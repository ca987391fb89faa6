"""What a pack has to say, and what it may not."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.collections.completeness import (
    BUSINESS_LAW,
    FIELDS,
    FOUR_FIELDS,
    NO_CATCH_ALL,
    PackFacts,
    is_catch_all,
    met,
    missing,
    open_ends,
)
from policies.collections.models import CollectionVersion
from policies.collections.presenters import standing_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其他条件", True),
        ("法律、法规规定的其他条件", True),
        ("主管部门认为必要的其他材料", True),
        ("身份证、户口簿等材料", True),
        ("（六）其他", True),
        ("在本市缴纳社会保险满两年", False),
        ("没有其他住房", False),
        ("其他家庭成员同意", False),
        ("与其他家庭成员共同居住", False),
    ],
)
def test_a_catch_all_leaves_open_what_is_asked(text: str, expected: bool) -> None:
    assert is_catch_all(text) is expected


def test_the_four_fields_are_the_law_s() -> None:
    assert (str(FOUR_FIELDS), FOUR_FIELDS.law.title) == ("第二十四条第三款", BUSINESS_LAW.title)
    assert (str(NO_CATCH_ALL), NO_CATCH_ALL.law.title) == ("第二十四条第四款", BUSINESS_LAW.title)
    lacking = missing(PackFacts([], {}))
    assert [line.split("（")[0] for line in lacking] == ["适用条件", *FIELDS.values()]
    assert sum("第二十四条第三款" in line for line in lacking) == 4


def test_a_whole_pack_lacks_nothing() -> None:
    facts = PackFacts(["年满六十周岁"], dict.fromkeys(FIELDS, "有"))
    assert (missing(facts), open_ends(facts)) == ([], [])


def test_open_ends_are_found_in_conditions_and_materials() -> None:
    facts = PackFacts(["年满六十周岁", "其他条件"], {"materials": "身份证\n规定的其他材料"})
    assert open_ends(facts) == ["其他条件", "规定的其他材料"]


def test_all_conditions_have_to_be_met() -> None:
    asked = ["年满六十周岁", "经评估为失能"]
    assert met(asked, [0, 1]) == (True, [])
    assert met(asked, [0]) == (False, ["经评估为失能"])


@pytest.mark.parametrize(
    ("opens", "closes", "words", "is_open"),
    [
        (None, None, "常年可以申请", True),
        ("2026-12-01", None, "2026年12月1日开始申请", False),
        ("2026-11-01", "2026-11-30", "申请到2026年11月30日，还有10天", True),
        (None, "2026-11-20", "申请到2026年11月20日，还有0天", True),
        (None, "2026-11-19", "申请已于2026年11月19日截止", False),
    ],
)
def test_whether_one_can_apply(
    opens: str | None, closes: str | None, words: str, is_open: bool
) -> None:
    days = [dt.date.fromisoformat(each) if each else None for each in (opens, closes)]
    version = CollectionVersion(opens_on=days[0], closes_on=days[1])
    standing = standing_of(version, on=dt.date(2026, 11, 20))
    assert (standing.words, standing.is_open) == (words, is_open)
