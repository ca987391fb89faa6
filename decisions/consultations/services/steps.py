"""The steps of a consultation and of an opinion: what stands in the way, and what is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from decisions.consultations.choices import OFFERED, Placing, Showing
from decisions.consultations.models import (
    Consultation,
    ConsultationAct,
    Opinion,
    OpinionAct,
)
from decisions.consultations.permissions import OPINION_RULES, RULES
from decisions.consultations.selectors import (
    is_over,
    lacks,
    last_day,
    missing_entries,
    unexplained_copies,
    waiting_version,
)
from decisions.consultations.workflow import Status
from decisions.participation.subscriptions import take_back
from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse

if TYPE_CHECKING:
    from portal.workflow import Act

_ENDED: Final = "意见已经处理完毕；要改的，先由承办人员继续处理意见。"


def _complete(consultation: Consultation, on: dt.date) -> Verdict:
    if words := lacks(consultation):
        return refuse(f"还缺：{'、'.join(words)}。")
    if is_over(consultation, on):
        return refuse("最后一天已经过了，请改日期以后再发布。")
    return ALLOWED


def _has_version(consultation: Consultation, _on: dt.date) -> Verdict:
    if waiting_version(consultation):
        return ALLOWED
    return no_occasion("没有等待公布的新草案。")


def _not_over(consultation: Consultation, on: dt.date) -> Verdict:
    if is_over(consultation, on):
        return no_occasion("征求意见已经截止，不再延长。")
    return ALLOWED


def _has_channel(consultation: Consultation, _on: dt.date) -> Verdict:
    if consultation.channels.filter(struck_at__isnull=True).exists():
        return ALLOWED
    return no_occasion("没有登记其他方式。")


def _has_waiting(consultation: Consultation, _on: dt.date) -> Verdict:
    if consultation.opinions.counted().filter(placing=Placing.WAITING).exists():
        return ALLOWED
    return no_occasion("没有等待对应的意见。")


def _has_open(consultation: Consultation, _on: dt.date) -> Verdict:
    if consultation.opinions.open().exists():
        return ALLOWED
    return no_occasion("没有等待处理的意见。")


def _has_group(consultation: Consultation, _on: dt.date) -> Verdict:
    if consultation.groups.exists():
        return ALLOWED
    return no_occasion("没有归并的意见。")


def _has_unshown(consultation: Consultation, _on: dt.date) -> Verdict:
    if consultation.showing != Showing.EACH:
        return no_occasion("这次征集只公布汇总，不逐条公开。")
    rows = consultation.opinions.counted().filter(may_publish=True, shown_at__isnull=True)
    return ALLOWED if rows.exists() else no_occasion("没有同意公开、等待公开的意见。")


def _settled(consultation: Consultation, on: dt.date) -> Verdict:
    """All of it is accounted for: closed, every opinion answered, in its place, typed in, and what
    many say explained.
    """
    if not is_over(consultation, on):
        return refuse("征求意见还没有截止。")
    left = consultation.opinions.open().order_by("serial").values_list("serial", flat=True)
    if first := left.first():
        return refuse(f"还有{left.count()}条意见没有处理，第一条是第{first}号。")
    lost = consultation.opinions.counted().filter(placing=Placing.WAITING).count()
    if lost:
        return refuse(f"还有{lost}条意见没有对应到新的草案。")
    if wrong := missing_entries(consultation):
        told = "；".join(f"{row}登记了{row.opinions}条，录入了{typed}条" for row, typed in wrong)
        return refuse(f"意见条数对不上：{told}。请补录，或者更正登记。")
    if copies := unexplained_copies(consultation):
        return refuse(
            f"有{copies}条文字相同的意见没有采纳，没有一起说明理由，请先归并，再写明理由。"
        )
    return ALLOWED


def _to_be_decided(consultation: Consultation, on: dt.date) -> Verdict:
    if consultation.decision_id is not None:
        return no_occasion("决定日期从这项决策的登记里来，不另外登记。")
    if last_day(consultation) is not None and not is_over(consultation, on):
        return no_occasion("征求意见还没有截止，决定应在截止以后。")
    return ALLOWED


def _follow(consultation: Consultation, act: Act, _source: str, _at: dt.datetime) -> None:
    """Nobody is called to what was stopped."""
    if act.action == "stop":
        take_back(OFFERED, consultation.pk, consultation.get_absolute_url())


STEPS: Final[Steps[Consultation]] = Steps(
    Consultation,
    ConsultationAct,
    "consultation",
    "consultations",
    RULES,
    {
        "submit": _complete,
        "announce": _complete,
        "release_draft": _has_version,
        "extend": _not_over,
        "strike_channel": _has_channel,
        "place": _has_waiting,
        "group": _has_open,
        "ungroup": _has_group,
        "answer": _has_open,
        "show_opinions": _has_unshown,
        "settle": _settled,
        "note_decision": _to_be_decided,
    },
    follow=_follow,
)


def _handled(opinion: Opinion, _on: dt.date) -> Verdict:
    """It is answered by itself, and the ledger is not closed."""
    if opinion.consultation.status != Status.RUNNING:
        return no_occasion(_ENDED)
    if opinion.group_id is not None:
        return no_occasion("这条意见归并在一组里，和那一组一起处理。")
    return ALLOWED


def _running(opinion: Opinion, _on: dt.date) -> Verdict:
    if opinion.consultation.status != Status.RUNNING:
        return refuse("意见已经处理完毕，不能再撤回；可以收回公开的同意。")
    return ALLOWED


def _may_show(opinion: Opinion, _on: dt.date) -> Verdict:
    if opinion.consultation.showing != Showing.EACH:
        return no_occasion("这次征集只公布汇总，不逐条公开。")
    if not opinion.may_publish:
        return no_occasion("本人没有同意公开。")
    if opinion.shown_at:
        return no_occasion("已经公开。")
    return ALLOWED


def _shown(opinion: Opinion, _on: dt.date) -> Verdict:
    return ALLOWED if opinion.shown_at else no_occasion("没有公开。")


def _consents(opinion: Opinion, _on: dt.date) -> Verdict:
    return ALLOWED if opinion.may_publish else no_occasion("没有同意公开。")


def _names(opinion: Opinion, _on: dt.date) -> Verdict:
    return ALLOWED if opinion.may_name else no_occasion("没有同意公开称呼。")


OPINION_STEPS: Final[Steps[Opinion]] = Steps(
    Opinion,
    OpinionAct,
    "opinion",
    "opinions",
    OPINION_RULES,
    {
        "answer": _handled,
        "reconsider": _handled,
        "show": _may_show,
        "hide": _shown,
        "withdraw": _running,
        "withdraw_consent": _consents,
        "withdraw_name": _names,
    },
)


def shared(consultation: Consultation) -> Consultation:
    """The consultation as it is, held in share: writers do not wait for each other, its closing and
    its end wait for them. Call first in the transaction.
    """
    rows = Consultation.objects.raw(
        "SELECT * FROM decisions_consultation WHERE id = %s FOR SHARE", [consultation.pk]
    )
    found: Consultation | None = next(iter(rows), None)
    if found is None:
        raise ActRefused("没有找到这次意见征集。")
    return found
