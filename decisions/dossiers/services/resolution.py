"""The decision itself and what follows it: published, carried out, evaluated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from decisions.dossiers.choices import Question
from decisions.dossiers.models import (
    Decision,
    EvaluationRecord,
    ExecutionRecord,
    ExpertRecord,
    LegalityRecord,
    MeetingRecord,
    PublicationRecord,
    RiskRecord,
)
from decisions.dossiers.models.records import LONGEST_NOTE
from decisions.dossiers.selectors import Dossier, facts_of
from decisions.dossiers.services.course import STEPS, past
from decisions.dossiers.services.records import LONGEST_NAME, LONGEST_TEXT, LONGEST_WORDS, add
from portal.acts.refusals import text_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User


@transaction.atomic
def decide(
    *,
    decision: Decision,
    sitting: str,
    held_on: dt.date,
    decided_on: dt.date,
    head_spoke_last: bool = False,
    dissent: str = "",
    against_majority: str = "",
    party_on: dt.date | None = None,
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """The discussion that ended in the decision. Raises ActRefused where the head did not speak
    last (第三十条), or the legality opinion came after it.
    """
    held, act = STEPS.begin(decision, "pass", by, at)
    if not head_spoke_last:
        raise ActRefused("行政首长须最后发表意见，请核对会议记录并勾选。")
    day, decided = past(held_on, "会议日期", at=at), past(decided_on, "决定日期", at=at)
    if decided < day:
        raise ActRefused("决定日期早于会议日期，请核对。")
    review = Dossier(held).last(LegalityRecord)
    if review is None or review.opinion_on is None or review.opinion_on > day:
        raise ActRefused("合法性审查意见晚于会议日期；未经合法性审查的，不得提交讨论，请核对。")
    add(
        held, MeetingRecord, by=by, at=at, note=note, reference=reference, sitting=sitting,
        held_on=day, decided_on=decided, head_spoke_last=True,
        dissent=text_of(dissent, "不同意见", longest=LONGEST_TEXT, required=False),
        against_majority=text_of(
            against_majority, "与多数人意见不一致的理由", longest=LONGEST_WORDS, required=False
        ),
        party_on=party_on and past(party_on, "向同级党委请示日期", at=at),
    )  # fmt: skip
    held.decided_on = decided
    return STEPS.finish(held, act, by=by, at=at, details={"sitting": sitting})


@transaction.atomic
def publish(
    *,
    decision: Decision,
    published_on: dt.date,
    document: Document | None = None,
    withheld: str = "",
    adopted: str = "",
    experts_adopted: str = "",
    interpreted_on: dt.date | None = None,
    note: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """How it was published, or on which ground it was not. Raises ActRefused where what became of
    the opinions is not said (第三十二条).
    """
    held, act = STEPS.begin(decision, "publish", by, at)
    reason = text_of(withheld, "依法不予公开的理由", longest=LONGEST_WORDS, required=False)
    if (document is None) == (not reason):
        raise ActRefused("请填写公布的文件；依法不予公开的，只填写理由。")
    day = past(published_on, "公布日期", at=at)
    if held.decided_on and day < held.decided_on:
        raise ActRefused("公布日期早于决定日期，请核对。")
    facts = facts_of(held)
    told = text_of(adopted, "公众意见采纳情况", longest=LONGEST_TEXT, required=False)
    experts = text_of(experts_adopted, "专家论证意见采纳情况", longest=LONGEST_TEXT, required=False)
    if document and facts.taking_part and not told:
        raise ActRefused("请写明公众意见的采纳情况；没有收到意见的，写明没有收到。")
    if document and facts.applies(Question.EXPERTS) and facts.experts_on and not experts:
        raise ActRefused("专业性、技术性较强的决策，请写明专家论证意见的采纳情况。")
    add(
        held, PublicationRecord, by=by, at=at, note=note, document=document, withheld=reason,
        published_on=day, adopted=told, experts_adopted=experts,
        interpreted_on=interpreted_on and past(interpreted_on, "解读日期", at=at),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def report(
    *, decision: Decision, reported_on: dt.date, note: str, problems: str = "",
    reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What was reported of carrying it out."""
    held, act = STEPS.begin(decision, "report", by, at)
    add(
        held, ExecutionRecord, by=by, at=at, note=text_of(note, "公开说明", longest=LONGEST_NOTE),
        reference=reference, reported_on=past(reported_on, "报告日期", at=at),
        problems=text_of(problems, "发现的问题", longest=LONGEST_TEXT, required=False),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def evaluate(
    *, decision: Decision, evaluated_on: dt.date, evaluator: str, trigger: str, upshot: str,
    note: str, reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """An evaluation of the decision in force. Raises ActRefused for an evaluator who was its main
    assessor before (第三十六条).
    """
    held, act = STEPS.begin(decision, "evaluate", by, at)
    name, dossier = text_of(evaluator, "评估机构", longest=LONGEST_NAME), Dossier(held)
    if _bare(name) in _assessors(dossier):
        raise ActRefused(
            "决策作出前承担主要论证评估工作的单位，不得承担后评估，请另行确定评估机构。"
        )
    day = past(evaluated_on, "评估日期", at=at)
    published = dossier.last(PublicationRecord)
    if published and day < published.published_on:
        raise ActRefused("评估日期早于公布日期，请核对。")
    add(
        held, EvaluationRecord, by=by, at=at,
        note=text_of(note, "公开说明", longest=LONGEST_NOTE), reference=reference,
        evaluated_on=day, evaluator=name, trigger=trigger, upshot=upshot,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"upshot": upshot})


def _assessors(dossier: Dossier) -> set[str]:
    """Those who assessed it before it was decided, in any round."""
    risks = [row.assessor for row in dossier.all_of(RiskRecord) if row.struck_at is None]
    experts = [row.assessor for row in dossier.all_of(ExpertRecord) if row.struck_at is None]
    return {_bare(name) for name in (*risks, *experts)}


def _bare(name: str) -> str:
    """A name as it is compared."""
    return "".join(name.split()).casefold()
