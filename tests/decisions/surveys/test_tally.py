"""Figures: persons by option, small groups hidden alike wherever they could be read."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from typing import Any

from decisions.surveys.answers import Given, judge
from decisions.surveys.lines import read
from decisions.surveys.tally import figures, percent, rounded_down
from tests.decisions.surveys.sheets import questionnaire, typed

ONE = read("q1. 单选\n甲\n- A. 一\n- B. 二\n- C. 三\n- D. 四")


def _each(**counts: int) -> list[dict[str, Given]]:
    return [
        {"q1": Given((code,))} if code != "none" else {}
        for code, count in counts.items()
        for _ in range(count)
    ]


def _cells(question: Mapping[str, Any], table: int = 0) -> dict[str, int | None]:
    return {cell["code"]: cell["count"] for cell in question["tables"][table]["cells"]}


def test_the_example_of_the_specification() -> None:
    told = figures(ONE, _each(A=52, B=9, C=31, D=3))
    question = told["questions"][0]
    assert told["n"] == question["answered"] == 95
    assert _cells(question) == {"A": 52, "B": None, "C": 31, "D": None}
    table = question["tables"][0]
    assert (table["hidden"], table["together"]) == (2, 12)
    assert [cell["percent"] for cell in table["cells"]] == ["54.7", None, "32.6", None]


def test_silence_that_is_small_is_hidden_with_another() -> None:
    question = figures(ONE, _each(A=52, B=19, C=31, none=3))["questions"][0]
    assert _cells(question) == {"A": 52, "B": None, "C": 31, "D": 0, "-": None}
    assert question["answered"] is None
    # Silence that is hidden with another small part does not come back as a difference either.
    question = figures(ONE, _each(A=52, B=3, C=31, none=12))["questions"][0]
    assert _cells(question)["-"] is None
    assert question["answered"] is None


def test_a_multiple_choice_counts_persons_by_option() -> None:
    held = read("q1. 多选\n甲\n- A. 一\n- B. 二\n- C. 三")
    answers = [{"q1": Given(("A", "B"))}] * 30 + [{"q1": Given(("B",))}] * 20 + [
        {"q1": Given(("B", "C"))}
    ] * 10  # fmt: skip
    question = figures(held, answers)["questions"][0]
    assert _cells(question) == {"A": 30, "B": 60, "C": 10}
    assert [cell["percent"] for cell in question["tables"][0]["cells"]] == ["50.0", "100.0", "16.7"]
    # Nine who did not pick it are as few as nine who did.
    question = figures(held, [*answers, *[{"q1": Given(("A",))}] * 4])["questions"][0]
    assert _cells(question)["B"] is None
    assert sum(count is None for count in _cells(question).values()) == 2


def test_a_branch_does_not_tell_how_small_the_group_was() -> None:
    held = read(
        "q1. 单选\n甲\n- A. 一\n- B. 二\n- C. 三\n\n"
        "q2. 是否\n如果：q1=B\n乙\n\n是否\n如果：q1=A\n丙"
    )
    answers = (
        [{"q1": Given(("A",)), "q3": Given(("yes",))}] * 50
        + [{"q1": Given(("B",)), "q2": Given(("yes",))}] * 12
        + [{"q1": Given(("C",))}] * 4
    )
    hidden, open_ = figures(held, answers)["questions"][1:]
    # B is hidden beside C, though it is 12 by itself: the branch must not say so.
    assert (hidden["asked"], hidden["answered"], hidden["tables"]) == (None, None, [])
    assert (open_["asked"], _cells(open_)) == (50, {"yes": 50, "no": 0})


def test_averages_only_where_nothing_is_hidden() -> None:
    held = read("q1. 量表\n甲\n\nq2. 数字\n乙\n\nq3. 排序\n丙\n- A. 一\n- B. 二")
    answers = [
        {"q1": Given((str(4 + number % 2),)), "q2": Given((str(number),)),
         "q3": Given(("A", "B") if number % 2 else ("B", "A"))}
        for number in range(40)
    ]  # fmt: skip
    scale, number, order = figures(held, answers)["questions"]
    assert scale["means"] == [{"label": "平均", "value": "4.50"}]
    assert [each["value"] for each in number["means"]] == ["19.50", "19.50"]
    assert [each["value"] for each in order["means"]] == ["1.50", "1.50"]
    answers[0] = {**answers[0], "q1": Given(("1",))}
    assert figures(held, answers)["questions"][0]["means"] == []


def test_every_kind_has_its_figures_and_no_word_of_the_texts() -> None:
    held = questionnaire()
    answers = [judge(held, typed(q8="独有的话", q9="独有的话")).answers] * 40
    told = figures(held, answers, crossings=[("q2", "q5")])
    assert [each["kind"] for each in told["questions"]] == [each.kind.code for each in held.asked]
    assert "独有的话" not in repr(told)
    matrix = told["questions"][-1]
    assert [table["title"] for table in matrix["tables"]] == ["讲解", "交通"]
    assert told["questions"][8]["tables"][0]["cells"][0]["label"] == "2026年12月"
    assert told["questions"][1]["condition"] == "若第1题选“带孩子”"


def test_no_published_number_leads_to_a_small_group() -> None:
    """Over many random answers: what is shown of a whole and its parts leaves no 1 to 9."""
    made = random.Random(7)  # noqa: S311
    held = read(
        "q1. 单选\n甲\n- A. 一\n- B. 二\n- C. 三\n\nq2. 是否\n乙\n\n"
        "q3. 单选\n如果：q1=A\n丙\n- A. 一\n- B. 二"
    )
    for _ in range(300):
        weights = [made.choice((0, 1, 3, 10, 40)) or 1 for _ in range(3)]
        answers = []
        for _ in range(made.randint(5, 120)):
            given: dict[str, Given] = {"q1": Given(tuple(made.choices("ABC", weights)))}
            if made.random() < 0.9:
                given["q2"] = Given((made.choice(("yes", "no")),))
            if given["q1"].picks == ("A",) and made.random() < 0.9:
                given["q3"] = Given((made.choice("AAAAAAAAAB"),))
            answers.append(given)
        told = figures(held, answers, crossings=[("q1", "q2")])
        shown = [_cells(each) for each in told["questions"] if each["tables"]]
        for cells, question in zip(shown, told["questions"], strict=False):
            known = [count for count in cells.values() if count is not None]
            assert not any(0 < count < 10 for count in known)
            if question["asked"] and None in cells.values() and known:
                rest = question["asked"] - sum(known)
                assert rest >= 10
        for line in told["crossings"][0]["cells"]:
            assert not any(0 < cell < 10 for cell in line if cell is not None)
        # Crossing against the table of its lines: what is left of a line is none or ten and more.
        counts = _cells(told["questions"][0])
        for code, line in zip("ABC", told["crossings"][0]["cells"], strict=False):
            total = counts.get(code)
            if total is None:
                assert line == [None] * len(line)
            elif None in line:
                assert total - sum(cell or 0 for cell in line) >= 10 or line.count(None) == len(
                    line
                )


def test_sums_of_the_crossing_are_those_of_the_tables() -> None:
    held = read("q1. 是否\n甲\n\nq2. 是否\n乙")
    answers = [
        {"q1": Given((one,)), "q2": Given((two,))}
        for one, two in itertools.product(("yes", "no"), repeat=2)
        for _ in range(25)
    ]
    cells = figures(held, answers, crossings=[("q1", "q2")])["crossings"][0]["cells"]
    assert [sum(line) for line in cells] == [50, 50, 0]


def test_words_for_counts() -> None:
    assert [rounded_down(count) for count in (0, 9, 10, 319)] == [0, 0, 10, 310]
    assert percent(1, 8) == "12.5"
    assert percent(None, 8) is percent(0, 0) is None
