"""What is put on record of a decision, step by step: each act adds one row, and changes none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import transaction

from decisions.dossiers import gate
from decisions.dossiers.choices import Competition, Question, Reply, Way
from decisions.dossiers.deadlines import MATERIALS_DAYS, days_of
from decisions.dossiers.models import (
    AskedUnit,
    CompetitionRecord,
    Decision,
    DraftRecord,
    EvaluationRecord,
    ExecutionRecord,
    ExpertRecord,
    LegalityRecord,
    MeetingRecord,
    ParticipationRecord,
    PublicationRecord,
    Record,
    RiskRecord,
)
from decisions.dossiers.models.records import LONGEST_NOTE
from decisions.dossiers.models.units import LONGEST_NAME
from decisions.dossiers.selectors import Dossier, facts_of, units_of
from decisions.dossiers.services.course import STEPS, past, text_of
from portal.common.errors import ActRefused
from portal.text.plain import plain

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.text.model import Text

Row = TypeVar("Row", bound=Record)
_LONGEST_TEXT: Final = 20_000
_LONGEST_WORDS: Final = 500
_LONGEST_NAME: Final = 200
_MOST_UNITS: Final = 200


@transaction.atomic
def draft(
    *,
    decision: Decision,
    drafted_on: dt.date,
    text: Text,
    explanation: str = "",
    options: int = 1,
    is_disputed: bool = False,
    interpretation: str = "",
    interpreted_on: dt.date | None = None,
    is_major: bool = False,
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """The draft in its newest text. A major change of it begins the steps anew: what was heard,
    assessed and reviewed before concerned another text.
    """
    held, act = STEPS.begin(decision, "draft", by, at)
    if not plain(text):
        raise ActRefused("请填写草案。")
    if is_major:
        if Dossier(held).last(DraftRecord) is None:
            raise ActRefused("本轮还没有草案，不能登记为重大修改。")
        held.round += 1
    words = text_of(interpretation, "草案解读", longest=_LONGEST_TEXT, required=False)
    if bool(words) != (interpreted_on is not None):
        raise ActRefused("草案解读的内容和日期须一并填写。")
    _add(
        held, DraftRecord, by=by, at=at, note=note, reference=reference,
        drafted_on=past(drafted_on, "草案日期", at=at), text=text,
        explanation=text_of(explanation, "起草说明", longest=_LONGEST_TEXT, required=False),
        options=options, is_disputed=is_disputed, interpretation=words,
        interpreted_on=interpreted_on and past(interpreted_on, "草案解读日期", at=at),
        is_major=is_major,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"round": held.round, "major": is_major})


@transaction.atomic
def take_part(
    *,
    decision: Decision,
    way: str,
    first: dt.date,
    last: dt.date | None = None,
    people: int = 0,
    opinions: int = 0,
    short_reason: str = "",
    selection: str = "",
    names_on: dt.date | None = None,
    materials_on: dt.date | None = None,
    signed_on: dt.date | None = None,
    note: str = "",
    reference: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """An occasion on which people were heard, when it is over. Raises ActRefused for a public
    consultation of less than thirty days without a reason, and for a hearing whose record nobody
    signed.
    """
    held, act = STEPS.begin(decision, "take_part", by, at)
    last = last or first
    if last < first:
        raise ActRefused("结束日期早于开始日期，请核对。")
    hearing = {"names_on": names_on, "materials_on": materials_on, "signed_on": signed_on}
    if way != Way.HEARING and (any(hearing.values()) or selection):
        raise ActRefused("名单、材料、笔录和产生方式只在登记听证会时填写。")
    made = _add(
        held, ParticipationRecord, by=by, at=at, note=note, reference=reference, way=way,
        first=past(first, "开始日期", at=at), last=past(last, "结束日期", at=at), people=people,
        opinions=opinions,
        short_reason=text_of(
            short_reason, "缩短的理由", longest=_LONGEST_WORDS, required=False
        ),
        selection=text_of(selection, "产生方式", longest=_LONGEST_WORDS, required=False),
        **hearing,
    )  # fmt: skip
    if way == Way.HEARING:
        _hearing(made)
    fact = facts_of(held).taking_part
    if lacks := [lack for one in fact for lack in gate.short_consultation(one)]:
        raise ActRefused(lacks[0].told)
    return STEPS.finish(held, act, by=by, at=at, details={"way": way})


def _hearing(made: ParticipationRecord) -> None:
    """A hearing is on record when it was lawful: names before, materials in time, signatures."""
    if not made.selection:
        raise ActRefused("请写明听证参加人的产生方式。")
    if made.names_on is None or made.names_on > made.first:
        raise ActRefused("听证参加人的名单须在听证以前公布，请填写公布日期。")
    if made.materials_on is None or days_of(made.materials_on, made.first) < MATERIALS_DAYS:
        raise ActRefused(f"听证材料须在{MATERIALS_DAYS}日前送达参加人，请填写送达日期。")
    if made.signed_on is None or made.signed_on < made.first:
        raise ActRefused("听证笔录须经参加人确认签名，请填写签名日期。")


@transaction.atomic
def ask_units(
    *, decision: Decision, kind: str, names: Sequence[str], asked_on: dt.date, by: User,
    at: dt.datetime,
) -> Decision:  # fmt: skip
    """Units that were asked in writing. One that was asked in this round already is asked once."""
    held, act = STEPS.begin(decision, "ask_units", by, at)
    if not names:
        raise ActRefused("请填写征求意见的单位，每行一个。")
    before = set(units_of(held).values_list("name", flat=True))
    wanted = dict.fromkeys(text_of(name, "单位", longest=LONGEST_NAME) for name in names)
    if len(before | set(wanted)) > _MOST_UNITS:
        raise ActRefused(f"一轮最多登记{_MOST_UNITS}个单位。")
    day = past(asked_on, "发出日期", at=at)
    AskedUnit.objects.bulk_create(
        AskedUnit(decision=held, round=held.round, kind=kind, name=name, asked_on=day)
        for name in wanted
        if name not in before
    )
    return STEPS.finish(held, act, by=by, at=at, details={"kind": kind, "units": len(wanted)})


@transaction.atomic
def note_replies(
    *, decision: Decision, units: Sequence[AskedUnit], reply: str,
    replied_on: dt.date | None = None, by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What became of the question to these units; silence is recorded as silence."""
    held, act = STEPS.begin(decision, "note_replies", by, at)
    own = set(units_of(held).values_list("pk", flat=True))
    if not units or any(unit.pk not in own for unit in units):
        raise ActRefused("请选择本轮征求意见的单位。")
    day = None
    if reply in (Reply.OPINIONS, Reply.NONE):
        if replied_on is None:
            raise ActRefused("请填写回复日期。")
        day = past(replied_on, "回复日期", at=at)
        if any(day < unit.asked_on for unit in units):
            raise ActRefused("回复日期早于发出日期，请核对。")
    units_of(held).filter(pk__in=[unit.pk for unit in units]).update(reply=reply, replied_on=day)
    return STEPS.finish(held, act, by=by, at=at, details={"reply": reply, "units": len(units)})


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
    _add(
        held, ExpertRecord, by=by, at=at, note=note, reference=reference,
        held_on=past(held_on, "论证日期", at=at), experts=experts,
        assessor=text_of(assessor, "论证的组织者", longest=_LONGEST_NAME),
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
    _add(
        held, RiskRecord, by=by, at=at, note=note, reference=reference,
        assessed_on=past(assessed_on, "评估日期", at=at), level=level,
        assessor=text_of(assessor, "评估机构", longest=_LONGEST_NAME),
        is_third_party=is_third_party,
        precautions=text_of(precautions, "防范和处置措施", longest=_LONGEST_TEXT),
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
    _add(
        held, CompetitionRecord, by=by, at=at, note=note, reference=reference, reviewer=reviewer,
        initial_on=initial_on and past(initial_on, "初审意见日期", at=at),
        heard=text_of(heard, "听取了谁的意见", longest=_LONGEST_WORDS, required=False),
        conclusion=conclusion, concluded_on=past(concluded_on, "结论日期", at=at), ground=ground,
        alternative=text_of(
            alternative, "考虑过的替代方案", longest=_LONGEST_WORDS, required=False
        ),
        ends_on=ends_on,
        ends_when=text_of(ends_when, "终止条件", longest=_LONGEST_WORDS, required=False),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"conclusion": conclusion})


@transaction.atomic
def send_to_review(
    *, decision: Decision, received_on: dt.date, reference: str = "", by: User, at: dt.datetime
) -> Decision:
    """The file is with those who review its legality."""
    held, act = STEPS.begin(decision, "send_to_review", by, at)
    _add(
        held, LegalityRecord, by=by, at=at, reference=reference,
        received_on=past(received_on, "收到材料日期", at=at),
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def note_review(
    *, decision: Decision, opinion_on: dt.date, conclusion: str, short_reason: str = "",
    reference: str = "", by: User, at: dt.datetime,
) -> Decision:  # fmt: skip
    """What the review of legality came to. Raises ActRefused where nothing was sent in, and for one
    of less than seven working days without its reason (第二十八条).
    """
    held, act = STEPS.begin(decision, "note_review", by, at)
    dossier = Dossier(held)
    sent = dossier.last(LegalityRecord)
    if sent is None:
        raise ActRefused("还没有登记送合法性审查。")
    day = past(opinion_on, "审查意见日期", at=at)
    if day < sent.received_on:
        raise ActRefused("审查意见日期早于收到材料日期，请核对。")
    reason = text_of(short_reason, "不足七个工作日的理由", longest=_LONGEST_WORDS, required=False)
    short = gate.short_review(facts_of(held, dossier), sent.received_on, day)
    if short and not reason:
        raise ActRefused(short.message)
    _add(
        held, LegalityRecord, by=by, at=at, reference=reference, received_on=sent.received_on,
        opinion_on=day, conclusion=conclusion, short_reason=reason if short else "",
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"conclusion": conclusion})


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
    _add(
        held, MeetingRecord, by=by, at=at, note=note, reference=reference, sitting=sitting,
        held_on=day, decided_on=decided, head_spoke_last=True,
        dissent=text_of(dissent, "不同意见", longest=_LONGEST_TEXT, required=False),
        against_majority=text_of(
            against_majority, "与多数人意见不一致的理由", longest=_LONGEST_WORDS, required=False
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
    reason = text_of(withheld, "依法不予公开的理由", longest=_LONGEST_WORDS, required=False)
    if (document is None) == (not reason):
        raise ActRefused("请填写公布的文件；依法不予公开的，只填写理由。")
    day = past(published_on, "公布日期", at=at)
    if held.decided_on and day < held.decided_on:
        raise ActRefused("公布日期早于决定日期，请核对。")
    facts = facts_of(held)
    told = text_of(adopted, "公众意见采纳情况", longest=_LONGEST_TEXT, required=False)
    experts = text_of(
        experts_adopted, "专家论证意见采纳情况", longest=_LONGEST_TEXT, required=False
    )
    if document and facts.taking_part and not told:
        raise ActRefused("请写明公众意见的采纳情况；没有收到意见的，写明没有收到。")
    if document and facts.applies(Question.EXPERTS) and facts.experts_on and not experts:
        raise ActRefused("专业性、技术性较强的决策，请写明专家论证意见的采纳情况。")
    _add(
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
    _add(
        held, ExecutionRecord, by=by, at=at, note=text_of(note, "公开说明", longest=LONGEST_NOTE),
        reference=reference, reported_on=past(reported_on, "报告日期", at=at),
        problems=text_of(problems, "发现的问题", longest=_LONGEST_TEXT, required=False),
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
    name, dossier = text_of(evaluator, "评估机构", longest=_LONGEST_NAME), Dossier(held)
    if _bare(name) in _assessors(dossier):
        raise ActRefused(
            "决策作出前承担主要论证评估工作的单位，不得承担后评估，请另行确定评估机构。"
        )
    day = past(evaluated_on, "评估日期", at=at)
    published = dossier.last(PublicationRecord)
    if published and day < published.published_on:
        raise ActRefused("评估日期早于公布日期，请核对。")
    _add(
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


def _add(
    decision: Decision,
    table: type[Row],
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    reference: str = "",
    **columns: Any,
) -> Row:
    """One more row of a step in the present round."""
    return table._default_manager.create(
        decision=decision,
        round=decision.round,
        note=text_of(note, "公开说明", longest=LONGEST_NOTE, required=False),
        reference=text_of(reference, "材料编号", longest=_LONGEST_NAME, required=False),
        recorded_by=by,
        recorded_at=at,
        **columns,
    )
