"""What keeps a decision from the meeting: every statutory step, one at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from decisions.dossiers import steps, terms
from decisions.dossiers.facts import (
    CompetitionReview,
    Draft,
    Facts,
    LegalityReview,
    TakingPart,
    Units,
)
from decisions.dossiers.gate import Lack, before_meeting, blocks
from tests.workdays.calendars import CALENDAR

D = dt.date
COMPETITION = CompetitionReview(
    terms.MARKET_AND_DRAFTER, "free", D(2026, 9, 1), "市物业管理行业协会和六家企业"
)
HEARING = TakingPart(
    terms.HEARING, D(2026, 10, 20), D(2026, 10, 20), names_on=D(2026, 10, 9),
    materials_on=D(2026, 10, 13), is_signed=True,
)  # fmt: skip
WHOLE = Facts(
    started_on=D(2026, 3, 2),
    is_of_government=True,
    screened=dict.fromkeys(terms.QUESTIONS, True),
    calendar=CALENDAR,
    draft=Draft(D(2026, 4, 1), has_explanation=True, interpreted_on=D(2026, 4, 1)),
    taking_part=(TakingPart(terms.OPEN_CALL, D(2026, 9, 10), D(2026, 10, 10)), HEARING),
    wants_hearing=True,
    units={terms.ENTERPRISE: Units(3), terms.ASSOCIATION: Units(2)},
    is_adaptation_said=True,
    experts_on=D(2026, 9, 3),
    risk_on=D(2026, 9, 4),
    risk_level="low",
    competition=COMPETITION,
    legality=LegalityReview(D(2026, 9, 21), D(2026, 10, 8), "lawful"),
)


def _with(**changes: Any) -> Facts:
    return replace(WHOLE, **changes)


def _told(facts: Facts) -> str:
    return "".join(lack.told for lack in blocks(before_meeting(facts)))


def test_a_whole_file_goes_to_the_meeting() -> None:
    assert before_meeting(WHOLE) == []


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"screened": {}}, steps.START, "还没有确定是否须公众参与"),
        ({"draft": None}, steps.DRAFT, "没有登记草案"),
        ({"draft": Draft(D(2026, 4, 1), has_explanation=False)}, steps.NOTES, "没有起草说明"),
        ({"taking_part": ()}, steps.TAKING_PART, "没有公众参与"),
        ({"taking_part": (replace(WHOLE.taking_part[0], is_open=True), HEARING)},
         steps.TAKING_PART, "还没有结束"),
        ({"taking_part": (TakingPart(terms.OPEN_CALL, D(2026, 4, 27), D(2026, 5, 26)), HEARING)},
         steps.TAKING_PART, "公开征求意见29日"),
        ({"taking_part": WHOLE.taking_part[:1]}, steps.TAKING_PART, "没有听证的记录"),
        ({"taking_part": (replace(HEARING, names_on=None),)}, steps.TAKING_PART,
         "没有公布听证参加人"),
        ({"taking_part": (replace(HEARING, names_on=D(2026, 10, 21)),)}, steps.TAKING_PART,
         "听证以后公布"),
        ({"taking_part": (replace(HEARING, materials_on=D(2026, 10, 14)),)}, steps.TAKING_PART,
         "七日前送达"),
        ({"taking_part": (replace(HEARING, is_signed=False),)}, steps.TAKING_PART, "确认签名"),
        ({"experts_on": None}, steps.EXPERTS, "没有专家论证"),
        ({"risk_on": None}, steps.RISK, "没有风险评估"),
        ({"competition": None}, steps.COMPETITION, "没有公平竞争审查结论"),
        ({"competition": replace(COMPETITION, reviewer=terms.DRAFTER)}, steps.COMPETITION,
         "不能只由起草单位审查"),
        ({"competition": replace(COMPETITION, initial_on=None)}, steps.COMPETITION, "初审意见"),
        ({"competition": replace(COMPETITION, heard="")}, steps.COMPETITION, "没有记录听取了"),
        ({"competition": replace(COMPETITION, conclusion=terms.FAILED)}, steps.COMPETITION,
         "不得出台"),
        ({"competition": replace(COMPETITION, conclusion=terms.EXCEPTION, ground="public",
                                 alternative="先试点")}, steps.COMPETITION, "实施期限或者终止条件"),
        ({"competition": replace(COMPETITION, conclusion=terms.EXCEPTION, has_term=True,
                                 alternative="先试点")}, steps.COMPETITION, "没有写明是哪一项"),
        ({"competition": replace(COMPETITION, conclusion=terms.EXCEPTION, has_term=True,
                                 ground="public")}, steps.COMPETITION, "替代方案"),
        ({"units": {}}, steps.TAKING_PART, "没有听取企业和行业协会商会"),
        ({"units": {"organ": Units(9)}}, steps.TAKING_PART, "没有听取企业和行业协会商会"),
        ({"units": {terms.ENTERPRISE: Units(3, waiting=2)}}, steps.TAKING_PART, "还有2家"),
        ({"is_adaptation_said": False}, steps.DRAFT, "适应调整期"),
        ({"legality": None}, steps.LEGALITY, "没有合法性审查意见"),
        ({"legality": LegalityReview(D(2026, 9, 21))}, steps.LEGALITY, "没有合法性审查意见"),
        ({"legality": LegalityReview(D(2026, 9, 21), D(2026, 10, 8), terms.UNLAWFUL)},
         steps.LEGALITY, "不合法"),
    ],
)  # fmt: skip
def test_each_missing_step_blocks_and_says_why(
    changes: dict[str, Any], step: str, words: str
) -> None:
    lacks = blocks(before_meeting(_with(**changes)))
    assert any(lack.step == step and words in lack.message for lack in lacks), lacks


def test_every_lack_that_is_law_names_its_article() -> None:
    told = _told(_with(legality=None, competition=None, units={}, experts_on=None))
    for article in (
        "《重大行政决策程序暂行条例》第十九条", "《重大行政决策程序暂行条例》第二十五条",
        "《公平竞争审查条例》第十八条", "《优化营商环境条例》第六十二条",
    ):  # fmt: skip
        assert article in told


@pytest.mark.parametrize(
    "changes",
    [
        # The drafter of a department's own measure reviews it himself (第十三条).
        {"is_of_government": False,
         "competition": replace(COMPETITION, reviewer=terms.DRAFTER, initial_on=None)},
        # Five were asked and all were silent: silence is on record, and nobody waits.
        {"units": {terms.ENTERPRISE: Units(5)}},
        {"taking_part": (TakingPart(terms.OPEN_CALL, D(2026, 4, 27), D(2026, 5, 26),
                                    short_reason="汛期以前须施行"), HEARING)},
        {"screened": {**WHOLE.screened, terms.MARKET: False}, "competition": None},
        {"screened": {**WHOLE.screened, terms.ENTERPRISES: False}, "units": {}},
        {"waived": frozenset({steps.TAKING_PART, steps.EXPERTS, steps.RISK}), "taking_part": (),
         "experts_on": None, "risk_on": None},
    ],
)  # fmt: skip
def test_what_is_lawful_is_let_through(changes: dict[str, Any]) -> None:
    assert blocks(before_meeting(_with(**changes))) == []


def test_no_simplified_procedure_leaves_out_the_review_of_legality() -> None:
    waived = frozenset({steps.TAKING_PART, steps.EXPERTS, steps.RISK, steps.LEGALITY})
    assert "没有合法性审查意见" in _told(_with(waived=waived, legality=None))


def test_a_review_of_less_than_seven_working_days_is_told_and_does_not_block() -> None:
    early = LegalityReview(D(2026, 9, 21), D(2026, 9, 30), "lawful", "汛期临近")
    lacks = before_meeting(_with(legality=early))
    assert [lack.is_warning for lack in lacks] == [True]
    assert "2026年10月8日" in lacks[0].message
    assert "理由：汛期临近" in lacks[0].message


def test_what_the_calendar_does_not_reach_is_never_called_short() -> None:
    late = LegalityReview(D(2026, 12, 28), D(2026, 12, 29), "lawful")
    assert before_meeting(_with(legality=late)) == []


def test_a_lack_without_a_law_is_told_without_one() -> None:
    assert Lack(steps.START, "还没有确定。").told == "还没有确定。"
