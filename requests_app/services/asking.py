"""What runs beside the answer: extension, assistance, contacts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.common.errors import ActRefused, NotPermitted
from requests_app import workflow
from requests_app.choices import ContactWay
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.models import (
    Assistance,
    ContactLog,
    Extension,
    ExtensionProposal,
    InformationRequest,
)
from requests_app.permissions import may_assist
from requests_app.services.consulting import without_applicant
from requests_app.services.stepping import (
    begin_beside,
    locked,
    needed,
    note,
    workdays_after,
)

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def propose_extension(
    *, request: InformationRequest, days: int, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The handler asks the head of the office for more time; a new proposal replaces the last."""
    request, act = begin_beside(request, "propose_extension", by)
    today = timezone.localdate(at)
    _refuse_extension(request, days, today=today)
    ExtensionProposal.objects.update_or_create(
        request=request,
        defaults={
            "days": days,
            "reason": needed(reason, "延期的理由"),
            "proposed_on": today,
            "by": by,
            "at": at,
        },
    )
    return note(request, act, by=by, at=at, reason=reason, details={"days": days})


@transaction.atomic
def extend(
    *, request: InformationRequest, days: int, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The head of the office agrees to up to 20 more working days, before the term is over."""
    request, act = begin_beside(request, "extend", by)
    today = timezone.localdate(at)
    _refuse_extension(request, days, today=today)
    Extension.objects.create(
        request=request,
        days=days,
        reason=needed(reason, "延期的理由"),
        approved_on=today,
        by=by,
        at=at,
    )
    return note(request, act, by=by, at=at, reason=reason, details={"days": days})


@transaction.atomic
def ask_assistance(
    *,
    request: InformationRequest,
    organ: Organ,
    question: str,
    days: int,
    by: User,
    at: dt.datetime,
) -> Assistance:
    """Ask another organ for help, with an internal day; the statutory clock runs on."""
    request, act = begin_beside(request, "ask_assistance", by)
    today = timezone.localdate(at)
    if organ.pk == request.organ_id:
        raise ActRefused("请选择另一个机关协办。")
    if days < 1:
        raise ActRefused("协办的内部期限至少一个工作日。")
    row = Assistance.objects.create(
        request=request,
        organ=organ,
        question=without_applicant(question, "需要协办的事项", request),
        asked_on=today,
        due_on=workdays_after(today, days, "内部期限"),
        by=by,
        at=at,
    )
    note(request, act, by=by, at=at, details={"organ": organ.code})
    return row


@transaction.atomic
def give_assistance(
    *, assistance: Assistance, answer: str, by: User, at: dt.datetime
) -> Assistance:
    """What the organ that was asked says; its handlers write it, or those of the case for it."""
    request, act = locked(assistance.request), workflow.SIDE_ACTS["give_assistance"]
    row = Assistance.objects.select_for_update(of=("self",)).get(pk=assistance.pk)
    verdict = may_assist(by, row, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if row.answered_on:
        raise ActRefused("该协办事项已经答复。")
    row.answer = needed(answer, "协办意见")
    row.answered_on = timezone.localdate(at)
    row.save(update_fields=["answer", "answered_on"])
    note(request, act, by=by, at=at, details={"assistance": row.pk})
    return row


@transaction.atomic
def log_contact(
    *,
    request: InformationRequest,
    way: str,
    summary: str,
    happened_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> ContactLog:
    """Write down a contact with the applicant."""
    request, act = begin_beside(request, "log_contact", by)
    if way not in ContactWay.values:
        raise ActRefused("请选择联系方式。")
    if happened_at > at:
        raise ActRefused("联系时间晚于现在，请核对。")
    if timezone.localdate(happened_at) < request.arrived_on:
        raise ActRefused("联系时间早于来件日期，请核对。")
    row = ContactLog.objects.create(
        request=request,
        way=way,
        summary=needed(summary, "联系内容"),
        happened_at=happened_at,
        by=by,
        at=at,
    )
    note(request, act, by=by, at=at)
    return row


def _refuse_extension(request: InformationRequest, days: int, *, today: dt.date) -> None:
    """What 第三十三条 does not allow, whoever asks for it."""
    if not 1 <= days <= LONGEST_EXTENSION:
        raise ActRefused(f"延长的期限最长不得超过{LONGEST_EXTENSION}个工作日（条例第三十三条）。")
    if Extension.objects.filter(request=request).exists():
        raise ActRefused("本件已经延期过一次，不能再延。")
    if request.reopenings.exists():
        raise ActRefused("本件正依复议、诉讼结果重新办理，答复期限由决定书、判决书确定，不能延期。")
    if request.reply_due_on and today > request.reply_due_on:
        raise ActRefused(f"答复期限（{request.reply_due_on.isoformat()}）已过，不能再延期。")
