"""A draft cut into clauses, and what becomes of them in its next version."""

from __future__ import annotations

import random
from typing import Any

import pytest

from decisions.consultations import clauses
from decisions.consultations.clauses import KIN, Fate, clauses_of, fates
from portal.common.alike import bigrams
from portal.text.lines import from_lines

FIRST = [
    "试江市停车管理办法（征求意见稿）",
    "第一条　为了规范停车秩序，制定本办法。",
    "第二条　本办法适用于公共停车场。",
    "住宅小区内的停车不适用本办法。",
    "第三条　停车场应当公示收费标准。",
]


def _texts(lines: list[str]) -> list[str]:
    return [each.text for each in clauses_of(from_lines(lines))]


def test_articles_are_clauses_with_their_paragraphs() -> None:
    found = clauses_of(from_lines(FIRST))
    assert [each.label for each in found] == ["开头", "第一条", "第二条", "第三条"]
    assert [each.anchor for each in found][1:] == ["tiao-1", "tiao-2", "tiao-3"]
    assert "住宅小区内" in found[2].text
    assert len({each.anchor for each in found}) == len(found)


def test_without_articles_headings_are() -> None:
    found = clauses_of(from_lines(["一、总体要求", "要做好。", "二、主要任务", "修路。"]))
    assert [each.label for each in found] == ["一、总体要求", "二、主要任务"]


def test_without_headings_paragraphs_are() -> None:
    found = clauses_of(from_lines(["先修路。", "再修桥。"]))
    assert [each.text for each in found] == ["先修路。", "再修桥。"]
    assert len({each.anchor for each in found}) == 2


def test_every_line_stands_in_one_clause() -> None:
    assert "\n".join(_texts(FIRST)).replace(" ", "") == "\n".join(FIRST).replace("\u3000", "")


def test_what_stays_to_the_letter_is_found_though_its_number_changed() -> None:
    second = [
        *FIRST[:2],
        "第二条　政府部门按照职责管理停车。",
        "第三条　本办法适用于公共停车场。",
        "住宅小区内的停车不适用本办法。",
        "第四条　停车场应当在入口公示收费标准和监督电话。",
    ]
    found = fates(_texts(FIRST), _texts(second))
    assert found[0] == Fate(same=0)
    assert found[1] == Fate(same=1)
    assert found[2] == Fate(same=3)
    assert found[3] == Fate(likely=4)


def test_a_clause_that_is_split_waits_for_a_person() -> None:
    before = ["第五条 停车场应当公示收费标准，并且开具票据。"]
    after = ["第五条 停车场应当公示收费标准。", "第六条 停车场应当开具票据。"]
    found = fates(before, after)[0]
    assert found.same is None
    assert found.likely == 0
    assert not found.is_gone


def test_what_is_deleted_is_gone() -> None:
    assert fates(["第九条 禁止在河道里洗车。"], ["第九条 本办法自公布之日起施行。"])[0].is_gone


def test_words_that_stand_twice_are_left_to_a_person() -> None:
    found = fates(["第一条 略去不写。"], ["第一条 略去不写。", "第二条 略去不写。"])[0]
    assert found.same is None


@pytest.mark.parametrize("seed", range(20))
def test_the_likeliest_is_the_one_found_by_comparing_with_all(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    words = ["停车", "收费", "公示", "监督", "部门", "应当", "住宅", "小区", "票据", "电话"]

    def written() -> str:
        return "".join(dice.choice(words) for _ in range(dice.randrange(1, 12)))

    before, after = [written() for _ in range(30)], [written() for _ in range(30)]
    for text, fate in zip(before, fates(before, after), strict=True):
        ours = bigrams(text)
        alike = [
            len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
            for theirs in map(bigrams, after)
        ]
        best = max(alike)
        if fate.same is None:
            assert fate.likely == (alike.index(best) if best >= KIN else None)


def test_a_long_draft_is_not_compared_clause_by_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)  # noqa: S311
    before = [
        "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(40)) + "应当依法办理。"
        for _ in range(400)
    ]
    kin, looked = clauses._Kin([f"{text}改" for text in before]), 0

    class Counted(list[frozenset[str]]):
        def __getitem__(self, place: Any) -> Any:
            nonlocal looked
            looked += 1
            return super().__getitem__(place)

    monkeypatch.setattr(kin, "_grams", Counted(kin._grams))
    assert [kin.likeliest(bigrams(text)) for text in before] == list(range(400))
    assert looked < 2_000
