"""Tables of letters: found by code and by act, and written only from facts of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError

from portal.papers.kinds import FORM, Kinds, LetterKind
from portal.papers.letters import NumberedLetter
from portal.papers.paper import Body, from_json, headed, introduced, said, tabled, to_json, words
from portal.statute import REGULATION, Article
from requests_app.models import Letter
from requests_app.rectification.models import RectificationLetter

DAY = dt.date(2026, 9, 7)
TURNED = "\u202e"


@dataclass(frozen=True)
class Case:
    organ: str = "试江市数据局"
    addressee: str = f"演示{TURNED}申请人甲"


@dataclass(frozen=True)
class Finding:
    text: str


def written(case: Case, given: Finding, law: tuple[Article, ...]) -> Body:
    """A letter with one of each kind of paragraph."""
    paragraphs = (
        *said(f"{case.organ}依据{law[0]}告知如下。", ""),
        *tabled([("编号", "1")]),
        *headed("理由", f"{given.text}\n\n  第二段 "),
        *headed("没有写的", " \n"),
    )
    return Body(paragraphs, DAY)


TOLD = LetterKind(
    "told", "告知书", "notice", "party", "finding", (Article(41),), ("decide",), Finding, written,
    ends=("recall",),
)  # fmt: skip
SLIP = LetterKind(
    "slip", "回证", FORM, "file", "finding", (Article(40),), ("decide",), Finding, written,
    ends=("recall",),
)  # fmt: skip
KINDS = Kinds(TOLD, SLIP)


def test_a_letter_says_its_facts_and_nothing_that_turns_its_words_around() -> None:
    paper = TOLD.paper(Case(), Finding(f"门牌{TURNED}有误"))
    assert (paper.to, paper.organ, paper.dated_on) == ("演示申请人甲", "试江市数据局", DAY)
    assert paper.text.split("\n") == [
        "演示申请人甲",
        "试江市数据局依据第四十一条告知如下。",
        "",
        "编号：1",
        "理由",
        "门牌有误",
        "第二段",
    ]
    assert from_json(to_json(paper)) == paper
    assert SLIP.paper(Case(), Finding("甲")).to == ""


def test_facts_of_another_letter_are_refused() -> None:
    with pytest.raises(TypeError, match="told needs Finding, not Case"):
        TOLD.paper(Case(), Case())


def test_only_numbered_letters_are_sent_and_taken_back() -> None:
    assert KINDS.sent_by("decide") == KINDS.taken_back_by("recall") == (TOLD,)
    assert KINDS.sent_by("recall") == KINDS.taken_back_by("decide") == ()
    assert (list(KINDS), len(KINDS), KINDS["slip"]) == (["told", "slip"], 2, SLIP)


def test_a_code_is_written_down_once() -> None:
    with pytest.raises(ValueError, match="same code"):
        Kinds(TOLD, TOLD)


@pytest.mark.parametrize("model", [Letter, RectificationLetter])
def test_every_kind_fits_its_column_and_a_stranger_is_refused(model: type[NumberedLetter]) -> None:
    longest = model._meta.get_field("kind").max_length
    assert longest is not None
    columns = {field.name for field in model._meta.get_fields()}
    numbered = [kind for kind in model.kinds.values() if not kind.is_form]
    for kind in numbered:
        assert len(kind.code) <= longest
        assert kind.about in columns
        letter = model(kind=kind.code, number="演公开告〔2026〕1号")
        letter.clean()
        assert str(letter) == f"{kind.title} 演公开告〔2026〕1号"
    for code in ("stranger", *(kind.code for kind in model.kinds.values() if kind.is_form)):
        with pytest.raises(ValidationError):
            model(kind=code).clean()


def test_a_law_is_introduced_before_it_is_called_by_its_short_name() -> None:
    full, brief = REGULATION.cited, REGULATION.brief
    first = Article(36, item=3).citation
    parts = (
        *said("收到申请。"),
        *words(f"我看过{full}。"),
        *tabled([("依据", f"{first}和{Article(37).citation}")]),
        *said(f"也见{full}。"),
    )
    told = introduced(parts, REGULATION)
    assert told[1].text == f"我看过{full}。"
    assert told[2].rows[0][1] == (
        f"{full}（以下简称{brief}）第三十六条第（三）项和{brief}第三十七条"
    )
    assert told[3].text == f"也见{brief}。"
    once = (*said(first), *words(full))
    assert introduced(once, REGULATION) == once
