"""What was typed is judged; what is not asked is not kept; branches are pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from decisions.surveys.answers import (
    Given,
    as_data,
    asked_pages,
    field_names,
    from_data,
    judge,
    pages_of,
)
from tests.decisions.surveys.sheets import questionnaire, typed


def test_a_whole_answer() -> None:
    judged = judge(questionnaire(), typed())
    assert judged.problems == {}
    answers = judged.answers
    assert answers["q2"] == Given(("B",))
    assert answers["q4"] == Given(("A", "C"))
    assert answers["q7"] == Given(("2",))
    assert answers["q10"] == Given(("2026-12-05",))
    assert answers["q11"] == Given(("C", "B", "A"))
    assert answers["q12"] == Given(("1:A", "2:C"))
    assert from_data(*as_data(answers)) == answers


def test_the_answer_to_a_hidden_question_is_not_kept() -> None:
    answers = judge(questionnaire(), typed(q2="A", q5="no")).answers
    assert "q3" not in answers
    assert "q6" not in answers


def test_other_keeps_the_choice_and_the_words() -> None:
    assert judge(questionnaire(), typed(q2="D", q2_other="带朋友")).answers["q2"] == Given(
        ("D",), "带朋友"
    )
    many = judge(questionnaire(), typed(q4=["A", "E"], q4_other="天文台")).answers["q4"]
    assert many == Given(("A", "E"), "天文台")


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"q2": ""}, "q2", "请选一项"),
        ({"q2": ["A", "B"]}, "q2", "只选一项"),
        ({"q2": "Z"}, "q2", "选项已经改过"),
        ({"q2": "D"}, "q2", "请写明是什么"),
        ({"q2": "A", "q2_other": "带朋友"}, "q2", "也选上"),
        ({"q2": "D", "q2_other": "长" * 201}, "q2", "最多写200字"),
        ({"q4": ["A", "B", "C", "D"]}, "q4", "最多选3项，现在选了4项"),
        ({"q4": []}, "q4", "至少选一项"),
        ({"q5": ""}, "q5", "“是”或者“否”"),
        ({"q6": "6"}, "q6", "选项已经改过"),
        ({"q7": "两次"}, "q7", "请填写数字"),
        ({"q7": "11"}, "q7", "不大于10次"),
        ({"q7": "-1"}, "q7", "不小于0次"),
        ({"q7": "1.005"}, "q7", "两位小数"),
        ({"q7": "NaN"}, "q7", "太大"),
        ({"q8": "长" * 201}, "q8", "最多写200字，现在有201字"),
        ({"q10": "12月5日"}, "q10", "2026-03-01"),
        ({"q10": "1800-01-01"}, "q10", "核对年份"),
        ({"q10": f"{'9' * 30}-01-01"}, "q10", "2026-03-01"),
        ({"q11_A": "1"}, "q11", "次序相同"),
        ({"q11_A": ""}, "q11", "每一项一个次序"),
        ({"q11_A": "4"}, "q11", "1到3"),
        ({"q12_1": "Z"}, "q12", "选项已经改过"),
    ],
)
def test_what_is_wrong_is_said(
    changes: dict[str, str | Sequence[str]], code: str, told: str
) -> None:
    problems = judge(questionnaire(), typed(**changes)).problems
    assert set(problems) == {code}
    assert told in problems[code]


def test_wide_digits_and_signs_are_read() -> None:
    answers = judge(questionnaire(), typed(q7="２", q10="2026/12/5")).answers
    assert answers["q7"].picks == ("2",)
    assert answers["q10"].picks == ("2026-12-05",)


def test_pages_part_where_a_question_depends_on_another() -> None:
    held = questionnaire()
    pages = [[each.code for each in page] for page in pages_of(held)]
    assert pages == [
        ["q1", "q2"], ["q3", "q4", "q5"], ["q6", "q7", "q8", "q9", "q10"], ["q11", "q12"],
    ]  # fmt: skip
    seen = [[each.code for each in page] for page in asked_pages(held, {"q2": ["A"]})]
    assert seen[1] == ["q4", "q5"]
    assert "q3" in [each.code for each in asked_pages(held, {"q2": ["B"]})[1]]


def test_only_the_problems_of_a_page() -> None:
    held = questionnaire()
    first = asked_pages(held, {})[0]
    assert set(judge(held, {}, only=first).problems) == {"q2"}


def test_fields_have_the_names_of_codes() -> None:
    by_code = questionnaire().by_code
    assert field_names(by_code["q4"]) == ["q4", "q4-other"]
    assert field_names(by_code["q11"]) == ["q11-A", "q11-B", "q11-C"]
    assert field_names(by_code["q12"]) == ["q12-1", "q12-2"]
    assert field_names(by_code["q1"]) == []
