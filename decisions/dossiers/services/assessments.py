"""What experts, assessors and reviewers found, before the decision is discussed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.db import transaction

from decisions.dossiers import gate
from decisions.dossiers.choices import Competition
from decisions.dossiers.models import (
    CompetitionRecord,
    Decision,
    ExpertRecord,
    LegalityRecord,
    RiskRecord,
)
from decisions.dossiers.selectors import Dossier, facts_of
from decisions.dossiers.services.course import STEPS, past
from decisions.dossiers.services.records import LONGEST_NAME, LONGEST_TEXT, LONGEST_WORDS, add
from portal.acts.refusals import text_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def hear_experts(
    *, decision: Decision, held_on: dt.date, experts: int, assessor: str,
    is_free_of_interest: bool = False, is_signed: bool = False, note: str = "",
    reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What experts said. Raises ActRefused for experts with an interest of their own, and for an
    opinion that nobody signed (第二十、二十一条).
    """
    held, act = STEPS.begin(decision, "hear_experts", by, at)
    if not is_free_of_interest:
        raise ActRefused("与决策有直接利害关系的专家不得参加论证，请核对并勾选。")
    if not is_signed:
        raise ActRefused("论证意见须经专家签名确认，请核对并勾选。")
    add(
        held, ExpertRecord, by=by, at=at, note=note, reference=reference,
        held_on=past(held_on, "论证日期", at=at), experts=experts,
        assessor=text_of(assessor, "论证的组织者", longest=LONGEST_NAME),
        is_free_of_interest=True, is_signed=True,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def assess_risk(
    *, decision: Decision, assessed_on: dt.date, assessor: str, level: str, precautions: str,
    is_third_party: bool = False, note: str = "", reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What an assessment of risk came to."""
    held, act = STEPS.begin(decision, "assess_risk", by, at)
    add(
        held, RiskRecord, by=by, at=at, note=note, reference=reference,
        assessed_on=past(assessed_on, "评估日期", at=at), level=level,
        assessor=text_of(assessor, "评估机构", longest=LONGEST_NAME),
        is_third_party=is_third_party,
        precautions=text_of(precautions, "防范和处置措施", longest=LONGEST_TEXT),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"level": level})


@transaction.atomic
def review_competition(
    *,
    decision: Decision,
    reviewer: str,
    conclusion: str,
    concluded_on: dt.date,
    heard: str = "",
    initial_on: dt.date | None = None,
    ground: str = "",
    alternative: str = "",
    ends_on: dt.date | None = None,
    ends_when: str = "",
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """What a review for fair competition came to; what it lacks blocks the meeting, not the record.
    Raises ActRefused for a ground or an end without an exception.
    """
    held, act = STEPS.begin(decision, "review_competition", by, at)
    is_exception = conclusion == Competition.EXCEPTION
    if not is_exception and (ground or ends_on or ends_when.strip()):
        raise ActRefused("例外情形和期限只在结论是适用例外规定时填写。")
    add(
        held, CompetitionRecord, by=by, at=at, note=note, reference=reference, reviewer=reviewer,
        initial_on=initial_on and past(initial_on, "初审意见日期", at=at),
        heard=text_of(heard, "听取了谁的意见", longest=LONGEST_WORDS, required=False),
        conclusion=conclusion, concluded_on=past(concluded_on, "结论日期", at=at), ground=ground,
        alternative=text_of(
            alternative, "考虑过的替代方案", longest=LONGEST_WORDS, required=False
        ),
        ends_on=ends_on,
        ends_when=text_of(ends_when, "终止条件", longest=LONGEST_WORDS, required=False),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"conclusion": conclusion})


@transaction.atomic
def send_to_review(
    *, decision: Decision, received_on: dt.date, reference: str = "", by: User, at: dt.datetime
) -> Decision:
    """The file is with those who review its legality."""
    held, act = STEPS.begin(decision, "send_to_review", by, at)
    add(
        held, LegalityRecord, by=by, at=at, reference=reference,
        received_on=past(received_on, "收到材料日期", at=at),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def note_review(
    *, decision: Decision, opinion_on: dt.date, conclusion: str, short_reason: str = "",
    reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What the review of legality came to. Raises ActRefused for one of less than seven
    working days without its reason (第二十八条).
    """
    held, act = STEPS.begin(decision, "note_review", by, at)
    dossier = Dossier(held)
    # Without one it would not have begun.
    sent = cast("LegalityRecord", dossier.last(LegalityRecord))
    day = past(opinion_on, "审查意见日期", at=at)
    if day < sent.received_on:
        raise ActRefused("审查意见日期早于收到材料日期，请核对。")
    reason = text_of(short_reason, "不足七个工作日的理由", longest=LONGEST_WORDS, required=False)
    short = gate.short_review(facts_of(held, dossier), sent.received_on, day)
    if short and not reason:
        raise ActRefused(short.message)
    add(
        held, LegalityRecord, by=by, at=at, reference=reference, received_on=sent.received_on,
        opinion_on=day, conclusion=conclusion, short_reason=reason if short else "",
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"conclusion": conclusion})
