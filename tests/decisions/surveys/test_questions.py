"""A questionnaire as data, as lines, and what is wrong with it."""

from __future__ import annotations

import pytest

from decisions.surveys.lines import Unreadable, read, written
from decisions.surveys.questions import Kind, ShowIf, as_data, faults, from_data
from tests.decisions.surveys.sheets import TEXT, questionnaire


def test_every_kind_is_written_and_read() -> None:
    held = questionnaire()
    assert {each.kind for each in held} == set(Kind)
    assert faults(held) == []
    assert written(held).strip() == TEXT.strip()
    assert from_data(as_data(held)) == held
    assert held.numbers["q2"] == "1"
    assert "q1" not in held.numbers


def test_codes_are_given_once_and_stay() -> None:
    first = read("单选\n甲\n- 一\n- 二\n\n短文本\n乙")
    assert [each.code for each in first] == ["q1", "q2"]
    # A question is taken out, another put before: what stays keeps its code, nobody inherits one.
    lines = written(first).split("\n\n")
    second = read("长文本\n丙\n\n" + lines[1], taken=["q1", "q2"])
    assert [each.code for each in second] == ["q3", "q2"]
    moved = read(lines[0].replace("- A. 一", "- 新\n- A. 一"))
    assert [(each.code, each.label) for each in moved.questions[0].options] == [
        ("C", "新"), ("A", "一"), ("B", "二"),
    ]  # fmt: skip


def test_wide_signs_are_read() -> None:
    held = read(
        "多选　必答　最多２\n甲？\n- 一\n- 二\n\n是否\n如果：ｑ１＝A\n乙？\n\n"
        "短文本\n如果：q2=否\n丙"
    )
    assert held.questions[0].most == 2
    assert held.questions[1].show_if == ShowIf("q1", ("A",))
    assert held.questions[2].show_if == ShowIf("q2", ("no",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("您好吗？", "看不出是什么题"),
        ("单选 最好\n甲", "看不懂"),
        ("\n\n".join(["是否\n甲？"] * 1000), "问题太多"),
        ("矩阵单选\n甲？\n- 好\n- 差\n" + "= 行\n" * 100, "行太多"),
        ("单选\n甲？\n" + "- 甲\n" * 703, "选项或者行太多"),
    ],
)
def test_lines_that_are_no_questionnaire(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "还没有问题"),
        ("单选\n- 一\n- 二", "没有题目"),
        ("单选\n甲\n- 一", "两个选项"),
        ("单选\n甲\n- 一\n- 一", "写的一样"),
        ("单选\n甲\n- A. 一\n- A. 二", "编号相同"),
        ("短文本\n甲\n- 一", "不写选项"),
        ("矩阵单选\n甲\n- 一\n- 二", "要写行"),
        ("单选\n甲\n= 行\n- 一\n- 二", "不写行"),
        ("排序\n甲\n" + "\n".join(f"- 项{number}" for number in range(8)), "最多7项"),
        ("排序\n甲\n- 一\n- 其他：____", "只有单选、多选"),
        ("单选 最多2\n甲\n- 一\n- 二", "不写“最少”"),
        ("多选 最多9\n甲\n- 一\n- 二", "1到2之间"),
        ("数字 最少9 最多2\n甲", "大于"),
        ("q1. 单选\n甲\n- 一\n- 二\n\nq1. 短文本\n乙", "编号和前面的一题相同"),
        # Only an earlier question: loops can't be written.
        ("q1. 短文本\n如果：q2=A\n甲\n\nq2. 单选\n乙\n- A. 一\n- B. 二", "看一道前面的题"),
        ("q1. 是否\n如果：q1=是\n甲", "看一道前面的题"),
        ("q1. 短文本\n甲\n\nq2. 短文本\n如果：q1=A\n乙", "单选、多选、是否或者量表"),
        ("q1. 单选\n甲\n- A. 一\n- B. 二\n\nq2. 短文本\n如果：q1=Z\n乙", "没有的选项"),
        ("\n\n".join(f"短文本\n题{number}" for number in range(61)), "最多60题"),
    ],
)  # fmt: skip
def test_what_keeps_it_from_being_asked(text: str, told: str) -> None:
    assert any(told in each for each in faults(read(text)))
