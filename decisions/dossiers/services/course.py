"""A decision on its way: started, screened, put to the meeting, decided, changed, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.db import transaction
from django.utils import timezone

from decisions.catalogues.models import CatalogueItem
from decisions.dossiers import gate, search_entries
from decisions.dossiers.choices import Question
from decisions.dossiers.deadlines import MATERIALS_DAYS, days_of
from decisions.dossiers.models import (
    Decision,
    DecisionAct,
    LegalityRecord,
    Screening,
    SimplifiedRecord,
)
from decisions.dossiers.models.decision import LONGEST_TITLE
from decisions.dossiers.permissions import RULES, may_start
from decisions.dossiers.selectors import Dossier, facts_of, units_of
from decisions.dossiers.workflow import WORKFLOW
from portal.acts.refusals import needed, text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.statute import DECISION_RULES, Article

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workflow import Act

# The regulation on decisions is in force since then; nothing here is older.
_IN_FORCE: Final = dt.date(2019, 9, 1)
_LONGEST_TEXT: Final = 5_000
_LONGEST_WORDS: Final = 500


def _whole(decision: Decision, _on: dt.date) -> Verdict:
    """The file that goes to the meeting is complete (第二十九条)."""
    lacks = gate.blocks(gate.before_meeting(facts_of(decision)))
    return refuse("".join(lack.told for lack in lacks)) if lacks else ALLOWED


def _waits(decision: Decision, _on: dt.date) -> Verdict:
    return ALLOWED if Dossier(decision).undisclosed() else no_occasion("没有等待公开的登记。")


def _is_public(decision: Decision, _on: dt.date) -> Verdict:
    return ALLOWED if decision.public_at else no_occasion("没有公开的登记。")


def _has_records(decision: Decision, _on: dt.date) -> Verdict:
    """What may be struck: rows that are not public; a public one is first taken back."""
    return ALLOWED if Dossier(decision).undisclosed() else no_occasion("没有可以更正的登记。")


def _was_sent(decision: Decision, _on: dt.date) -> Verdict:
    """What came of a review of legality follows what was sent to it."""
    standing = LegalityRecord.objects.filter(round=decision.round, struck_at__isnull=True)
    if standing.filter(decision=decision).exists():
        return ALLOWED
    return no_occasion("还没有登记送合法性审查。")


def _was_asked(decision: Decision, _on: dt.date) -> Verdict:
    if units_of(decision).exists():
        return ALLOWED
    return no_occasion("本轮没有书面征求单位的意见。")


def _found_anew(decision: Decision, _act: Act, source: str, at: dt.datetime) -> None:
    """What is public of it is found by the state it is in."""
    if decision.public_at and decision.status != source:
        search_entries.index(decision, at=at)


STEPS: Final[Steps[Decision]] = Steps(
    Decision,
    DecisionAct,
    "decision",
    "decisions",
    RULES,
    {
        "submit": _whole,
        "note_replies": _was_asked,
        "note_review": _was_sent,
        "disclose": _waits,
        "conceal": _is_public,
        "strike": _has_records,
    },
    follow=_found_anew,
)


@transaction.atomic
def start(
    *,
    organ: Organ,
    maker: Organ,
    title: str,
    matter: str,
    origin: str,
    started_on: dt.date,
    gist: str = "",
    origin_words: str = "",
    wants_hearing: bool = False,
    joint: Sequence[Organ] = (),
    by: User,
    at: dt.datetime,
) -> Decision:
    """Begin the file of a decision that its organ has agreed to start (第十、十一条).

    Raises NotPermitted for all but the handlers of the organ that prepares it, ActRefused for a day
    to come or before the regulation.
    """
    if not (verdict := may_start(by, organ)):
        raise NotPermitted(verdict.reason)
    if maker.root_path != organ.root_path:
        raise ActRefused("决策机关不在本市，请重新选择。")
    made = Decision.objects.create(
        organ=organ,
        maker=maker,
        handler=by,
        title=text_of(title, "事项名称", longest=LONGEST_TITLE),
        matter=matter,
        gist=text_of(gist, "要解决什么", longest=_LONGEST_TEXT, required=False),
        origin=origin,
        origin_words=text_of(origin_words, "提出的情况", longest=_LONGEST_WORDS, required=False),
        started_on=past(started_on, "启动日期", at=at),
        wants_hearing=wants_hearing,
        updated_at=at,
    )
    made.joint.set([one for one in joint if one.pk != organ.pk])
    return STEPS.opened(
        made, "start", by=by, at=at, summary=WORKFLOW.openings["start"],
        basis=Article(11, law=DECISION_RULES), details={"maker": maker.code},
    )  # fmt: skip


@transaction.atomic
def screen(
    *,
    decision: Decision,
    answers: Mapping[str, str],
    wants_hearing: bool = False,
    adaptation: str = "",
    by: User,
    at: dt.datetime,
) -> Decision:
    """Which steps apply. `answers` is, by question, "" where the step applies, and else the reason
    why it does not: none is left out in silence.
    """
    held, act = STEPS.begin(decision, "screen", by, at)
    known = {question.value for question in Question}
    if set(answers) != known:
        raise ActRefused("请逐项确定要走的步骤。")
    for question, reason in answers.items():
        text = text_of(reason, "不须办理的理由", longest=_LONGEST_WORDS, required=False)
        Screening.objects.update_or_create(
            decision=held, question=question, defaults={"applies": not text, "reason": text}
        )
    held.wants_hearing = wants_hearing
    held.adaptation = text_of(adaptation, "适应调整期", longest=_LONGEST_WORDS, required=False)
    left_out = sorted(question for question, reason in answers.items() if said(reason))
    return STEPS.finish(held, act, by=by, at=at, details={"left_out": left_out})


@transaction.atomic
def simplify(
    *, decision: Decision, reason: str, approved_by: str, approved_on: dt.date, by: User,
    at: dt.datetime,
) -> Decision:  # fmt: skip
    """A shorter procedure for an emergency: why, and who approved it."""
    held, act = STEPS.begin(decision, "simplify", by, at)
    words = text_of(reason, "紧急的情况", longest=_LONGEST_WORDS)
    SimplifiedRecord.objects.create(
        decision=held,
        round=held.round,
        reason=words,
        approved_by=text_of(approved_by, "批准人", longest=100),
        approved_on=past(approved_on, "批准日期", at=at),
        recorded_by=by,
        recorded_at=at,
    )
    return STEPS.finish(held, act, by=by, at=at, reason=words)


@transaction.atomic
def link_item(
    *, decision: Decision, item: CatalogueItem | None = None, by: User, at: dt.datetime
) -> Decision:
    """Of which item of a catalogue this is the decision; without one, of none. Raises ActRefused
    for an item that is not public, of another organ, or has its decision already.
    """
    held, act = STEPS.begin(decision, "link_item", by, at)
    if item is not None:
        rows = CatalogueItem.objects.public().filter(catalogue__maker=held.maker_id)
        if not rows.filter(pk=item.pk).exists():
            raise ActRefused("请选择决策机关已经公布的目录里的事项。")
        if Decision.objects.filter(item=item).exclude(pk=held.pk).exists():
            raise ActRefused("这个事项已经关联了另一件决策，请核对。")
    held.item = item
    return STEPS.finish(held, act, by=by, at=at, details={"item": item and item.pk})


@transaction.atomic
def revise(*, decision: Decision, reason: str, by: User, at: dt.datetime) -> Decision:
    """A major adjustment of a decision in force: its steps begin anew (第三十七条)."""
    held, act = STEPS.begin(decision, "revise", by, at)
    reason = needed(reason, "重大调整的理由")
    former, held.decided_on, held.round = held.decided_on, None, held.round + 1
    details = {"round": held.round, "former": former and former.isoformat()}
    return STEPS.finish(held, act, by=by, at=at, reason=reason, details=details)


def past(day: dt.date, what: str, *, at: dt.datetime) -> dt.date:
    """A day on which something has happened. Raises ActRefused for one to come, and for one before
    the regulation.
    """
    if day > timezone.localdate(at):
        raise ActRefused(f"{what}晚于今天，请核对。")
    if day < _IN_FORCE:
        raise ActRefused(
            f"{what}早于《重大行政决策程序暂行条例》施行之日（{_IN_FORCE}），请核对年份。"
        )
    return day


class Hearing(Protocol):
    """What is on record of a hearing, wherever it was held."""

    first: Any
    selection: Any
    names_on: Any
    materials_on: Any
    signed_on: Any


def refuse_unlawful_hearing(held: Hearing) -> None:
    """A hearing counts when it was lawful: names before, materials in time, signatures. Raises
    ActRefused.
    """
    if not held.selection:
        raise ActRefused("请写明听证参加人的产生方式。")
    if held.names_on is None or held.names_on > held.first:
        raise ActRefused("听证参加人的名单须在听证以前公布，请填写公布日期。")
    if held.materials_on is None or days_of(held.materials_on, held.first) < MATERIALS_DAYS:
        raise ActRefused(f"听证材料须在{MATERIALS_DAYS}日前送达参加人，请填写送达日期。")
    if held.signed_on is None or held.signed_on < held.first:
        raise ActRefused("听证笔录须经参加人确认签名，请填写签名日期。")


def words_of(given: Mapping[str, Any], names: Mapping[str, str], longest: int) -> dict[str, str]:
    """Several texts at once, each of which may be empty."""
    return {
        name: text_of(given.get(name, ""), what, longest=longest, required=False)
        for name, what in names.items()
    }
