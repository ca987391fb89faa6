"""What stands between a decision and its next step, each with its article. Pure.

A lack blocks; a warning is told and may be gone past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dossiers import steps, terms
from decisions.dossiers.deadlines import (
    CONSULTATION_DAYS,
    MATERIALS_DAYS,
    days_of,
    earliest_opinion,
)
from decisions.dossiers.facts import Facts, TakingPart
from portal.statute import (
    BUSINESS_RULES,
    COMPETITION_RULES,
    DECISION_RULES,
    STATE_BUSINESS_RULES,
    Article,
)
from portal.workdays.calendar import chinese_date


@dataclass(frozen=True)
class Lack:
    """Something missing of a step, with where it is ruled; a warning does not block."""

    step: str
    message: str
    article: Article | None = None
    is_warning: bool = False

    @property
    def told(self) -> str:
        """The sentence with its article."""
        return f"{self.message}（{self.article.citation}）" if self.article else self.message


def _rule(number: int, paragraph: int | None = None) -> Article:
    return Article(number, paragraph, law=DECISION_RULES)


def before_meeting(facts: Facts) -> list[Lack]:
    """Everything that the file lacks for a collective discussion (第二十九条), and what it
    should be looked at for.
    """
    return [
        *_start(facts),
        *_draft(facts),
        *_taking_part(facts),
        *_hearings(facts),
        *_experts_and_risk(facts),
        *_competition(facts),
        *_enterprises(facts),
        *_legality(facts),
    ]


def blocks(lacks: list[Lack]) -> list[Lack]:
    """Those that keep the decision from going on."""
    return [lack for lack in lacks if not lack.is_warning]


def _start(facts: Facts) -> Iterator[Lack]:
    for question, label in terms.QUESTIONS.items():
        if question not in facts.screened:
            yield Lack(steps.START, f"还没有确定是否{label}。")


def _draft(facts: Facts) -> Iterator[Lack]:
    if facts.draft is None:
        yield Lack(steps.DRAFT, "没有登记草案。", _rule(12))
        return
    if facts.draft.is_disputed and facts.draft.options < 2:
        yield Lack(steps.DRAFT, "有较大争议，只有一个方案；可以拟订两个以上方案。", _rule(13),
                   is_warning=True)  # fmt: skip
    if not facts.draft.has_explanation:
        yield Lack(steps.NOTES, "草案没有起草说明。", _rule(15))
    if facts.draft.interpreted_on is None and facts.applies(terms.PUBLIC):
        yield Lack(steps.DRAFT_READING, "草案没有解读。", is_warning=True)


def _taking_part(facts: Facts) -> Iterator[Lack]:
    if not facts.applies(terms.PUBLIC) or steps.TAKING_PART in facts.waived:
        return
    if not facts.taking_part:
        yield Lack(steps.TAKING_PART, "没有公众参与。", _rule(14))
    for one in facts.taking_part:
        if one.is_open:
            yield Lack(steps.TAKING_PART, "征求意见还没有结束，或者还有意见没有处理。", _rule(18))
        yield from short_consultation(one)


def short_consultation(one: TakingPart) -> Iterator[Lack]:
    """A public consultation of less than thirty days needs a published reason (第十五条)."""
    if one.way != terms.OPEN_CALL:
        return
    days = days_of(one.first, one.last)
    if days < CONSULTATION_DAYS and not one.short_reason:
        yield Lack(
            steps.TAKING_PART,
            f"公开征求意见{days}日，不足三十日（公布当日不计），没有公布缩短的理由。",
            _rule(15),
        )


def _hearings(facts: Facts) -> Iterator[Lack]:
    held = [one for one in facts.taking_part if one.way == terms.HEARING]
    if facts.wants_hearing and not held and steps.TAKING_PART not in facts.waived:
        yield Lack(steps.TAKING_PART, "计划要听证，没有听证的记录。", _rule(16))
    for one in held:
        if one.names_on is None:
            yield Lack(steps.TAKING_PART, "没有公布听证参加人的名单。", _rule(16))
        elif one.names_on > one.first:
            yield Lack(steps.TAKING_PART, "听证参加人的名单是听证以后公布的。", _rule(16))
        if one.materials_on is None or days_of(one.materials_on, one.first) < MATERIALS_DAYS:
            yield Lack(steps.TAKING_PART, "听证材料没有在七日前送达参加人。", _rule(16))
        if not one.is_signed:
            yield Lack(steps.TAKING_PART, "听证笔录没有经参加人确认签名。", _rule(17))


def _experts_and_risk(facts: Facts) -> Iterator[Lack]:
    if (
        facts.applies(terms.EXPERTS)
        and facts.experts_on is None
        and steps.EXPERTS not in facts.waived
    ):
        yield Lack(steps.EXPERTS, "没有专家论证。", _rule(19))
    if facts.applies(terms.RISK) and facts.risk_on is None and steps.RISK not in facts.waived:
        yield Lack(steps.RISK, "没有风险评估。", _rule(22))


def _competition(facts: Facts) -> Iterator[Lack]:
    if not facts.applies(terms.MARKET):
        return
    review = facts.competition
    if review is None:
        yield Lack(steps.COMPETITION, "没有公平竞争审查结论。", Article(18, law=COMPETITION_RULES))
        return
    if facts.is_of_government and review.reviewer == terms.DRAFTER:
        yield Lack(
            steps.COMPETITION,
            "县级以上政府的政策措施，由市场监管部门会同起草单位审查，不能只由起草单位审查。",
            Article(14, law=COMPETITION_RULES),
        )
    if review.reviewer == terms.MARKET_AND_DRAFTER and review.initial_on is None:
        yield Lack(
            steps.COMPETITION, "没有起草单位的初审意见。", Article(14, law=COMPETITION_RULES)
        )
    if not review.heard:
        yield Lack(
            steps.COMPETITION,
            "没有记录听取了哪些经营者、行业协会商会的意见。",
            Article(16, law=COMPETITION_RULES),
        )
    if review.conclusion == terms.FAILED:
        yield Lack(steps.COMPETITION, "审查结论是不得出台。", Article(18, law=COMPETITION_RULES))
    if review.conclusion == terms.EXCEPTION:
        yield from _exception(review.ground, review.alternative, has_term=review.has_term)


def _exception(ground: str, alternative: str, *, has_term: bool) -> Iterator[Lack]:
    article = Article(12, law=COMPETITION_RULES)
    if not ground:
        yield Lack(steps.COMPETITION, "适用例外规定，没有写明是哪一项。", article)
    if not alternative:
        yield Lack(
            steps.COMPETITION, "适用例外规定，没有说明为什么没有影响更小的替代方案。", article
        )
    if not has_term:
        yield Lack(steps.COMPETITION, "适用例外规定，没有写明实施期限或者终止条件。", article)


def _enterprises(facts: Facts) -> Iterator[Lack]:
    if not facts.applies(terms.ENTERPRISES):
        return
    kinds = (terms.ENTERPRISE, terms.ASSOCIATION)
    asked = [facts.units[kind] for kind in kinds if kind in facts.units]
    if not sum(each.asked for each in asked):
        yield Lack(
            steps.TAKING_PART,
            "涉及经营主体，没有听取企业和行业协会商会的意见。",
            Article(62, law=STATE_BUSINESS_RULES),
        )
    if waiting := sum(each.waiting for each in asked):
        yield Lack(
            steps.TAKING_PART,
            f"还有{waiting}家企业、协会商会没有回复；到期没有回复的，登记为没有回复。",
            Article(62, law=STATE_BUSINESS_RULES),
        )
    if not facts.is_adaptation_said:
        yield Lack(
            steps.DRAFT,
            "没有写明留给经营主体多长的适应调整期，或者为什么不留。",
            Article(77, law=BUSINESS_RULES),
        )


def _legality(facts: Facts) -> Iterator[Lack]:
    review = facts.legality
    if review is None or review.opinion_on is None:
        yield Lack(steps.LEGALITY, "没有合法性审查意见；不得以征求意见、会签代替审查。", _rule(25))
        return
    if review.conclusion == terms.UNLAWFUL:
        yield Lack(steps.LEGALITY, "合法性审查的结论是不合法。", _rule(25))
    if lack := short_review(facts, review.received_on, review.opinion_on):
        yield lack


def short_review(facts: Facts, received_on: dt.date, opinion_on: dt.date) -> Lack | None:
    """A review of less than seven working days: told, with its reason (第二十八条)."""
    earliest = earliest_opinion(received_on, facts.calendar)
    if earliest.on is None or opinion_on >= earliest.on:
        return None
    reason = facts.legality.short_reason if facts.legality else ""
    told = f"理由：{reason}" if reason else "请写明理由"
    return Lack(
        steps.LEGALITY,
        f"合法性审查不足七个工作日（满七个工作日是{chinese_date(earliest.on)}），{told}。",
        _rule(28),
        is_warning=True,
    )
