"""What runs beside the answer: extension, opinions, assistance, fees, contacts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.common.errors import ActRefused, NotPermitted
from requests_app import workflow
from requests_app.choices import ConsultationKind, ContactWay, FeeScale, Opinion
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.fees import fee_for_items, fee_for_pages
from requests_app.models import (
    Assistance,
    Consultation,
    ContactLog,
    Extension,
    FeeNotice,
    InformationRequest,
)
from requests_app.outcomes import LAPSED_UNPAID
from requests_app.permissions import may_assist
from requests_app.services.lapsing import close_lapsed
from requests_app.services.reckoning import clock_of
from requests_app.services.stepping import (
    begin,
    begin_beside,
    locked,
    move,
    needed,
    not_after,
    note,
    workdays_after,
)

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_SCALES = {FeeScale.ITEMS.value: fee_for_items, FeeScale.PAGES.value: fee_for_pages}


@transaction.atomic
def extend(
    *, request: InformationRequest, days: int, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The head of the office agrees to up to 20 more working days, before the term is over."""
    request, act = begin_beside(request, "extend", by)
    today = timezone.localdate(at)
    if not 1 <= days <= LONGEST_EXTENSION:
        raise ActRefused(f"延长的期限最长不得超过{LONGEST_EXTENSION}个工作日（条例第三十三条）。")
    if Extension.objects.filter(request=request).exists():
        raise ActRefused("本件已经延期过一次，不能再延。")
    if request.reply_due_on and today > request.reply_due_on:
        raise ActRefused(f"答复期限（{request.reply_due_on.isoformat()}）已过，不能再延期。")
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
def consult(
    *,
    request: InformationRequest,
    kind: str,
    party: str,
    question: str,
    by: User,
    at: dt.datetime,
    organ: Organ | None = None,
) -> Consultation:
    """Ask a third party (第三十二条) or a co-maker (第三十四条) in writing."""
    request, act = begin_beside(request, "consult", by)
    if kind not in ConsultationKind.values:
        raise ActRefused("请选择征求意见的对象。")
    row = Consultation.objects.create(
        request=request,
        kind=kind,
        party=needed(party, "被征求意见人的姓名或者名称"),
        organ=organ,
        question=needed(question, "征求意见的内容"),
        sent_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    note(request, act, by=by, at=at, details={"kind": kind})
    return row


@transaction.atomic
def record_service(
    *, consultation: Consultation, served_on: dt.date, by: User, at: dt.datetime
) -> Consultation:
    """The letter arrived: from the next day the 15 working days for an opinion run."""
    request, act = begin_beside(consultation.request, "record_service", by)
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if row.served_on:
        raise ActRefused("已经登记过送达日期。")
    not_after(served_on, timezone.localdate(at), "送达日期")
    if served_on < row.sent_on:
        raise ActRefused("送达日期早于发出日期，请核对。")
    row.served_on = served_on
    row.save(update_fields=["served_on"])
    note(request, act, by=by, at=at, details={"served_on": str(served_on)})
    return row


@transaction.atomic
def record_opinion(
    *,
    consultation: Consultation,
    opinion: str,
    text: str,
    received_on: dt.date,
    by: User,
    at: dt.datetime,
) -> Consultation:
    """The opinion arrived; silence needs no row: what it means follows from the kind."""
    request, act = begin_beside(consultation.request, "record_opinion", by)
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if row.closed_on:
        raise ActRefused("已经登记过该方的意见。")
    if opinion not in Opinion.values:
        raise ActRefused("请选择意见：同意、不同意或同意部分公开。")
    not_after(received_on, timezone.localdate(at), "收到意见的日期")
    if received_on < (row.served_on or row.sent_on):
        raise ActRefused("收到意见的日期早于征求意见书送达日期，请核对。")
    row.closed_on, row.opinion, row.opinion_text = received_on, opinion, text.strip()
    row.save(update_fields=["closed_on", "opinion", "opinion_text"])
    note(request, act, by=by, at=at, details={"opinion": opinion})
    return row


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
        question=needed(question, "需要协办的事项"),
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
def ask_fee(
    *,
    request: InformationRequest,
    scale: str,
    quantity: int,
    by: User,
    at: dt.datetime,
    received_on: dt.date | None = None,
) -> InformationRequest:
    """Ask for the fee by one of the two scales, within the term of the answer."""
    request, transition = begin(request, "ask_fee", by)
    if FeeNotice.objects.filter(request=request).exists():
        raise ActRefused("本件已经发出过收费通知，不得同时按两种标准收费。")
    if scale not in _SCALES:
        raise ActRefused("请选择按件或者按量计收。")
    amount = _SCALES[scale](quantity)
    if not amount:
        raise ActRefused("按该数量不应收费。")
    today = timezone.localdate(at)
    FeeNotice.objects.create(
        request=request,
        amount=Decimal(amount),
        scale=scale,
        quantity=quantity,
        sent_on=today,
        received_on=not_after(received_on, today, "收到日期") if received_on else None,
        by=by,
        at=at,
    )
    return move(request, transition, by=by, at=at, details={"amount": amount, "scale": scale})


@transaction.atomic
def record_payment(
    *, request: InformationRequest, paid_on: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """The fee was paid: the period is reckoned anew from the next day."""
    request, transition = begin(request, "record_payment", by)
    notice = FeeNotice.objects.get(request=request)
    not_after(paid_on, timezone.localdate(at), "缴费日期")
    notice.received_on = notice.received_on or notice.sent_on
    if paid_on < notice.received_on:
        raise ActRefused("缴费日期早于收到通知的日期，请核对。")
    notice.paid_on = paid_on
    notice.save(update_fields=["paid_on", "received_on"])
    return move(request, transition, by=by, at=at, details={"paid_on": str(paid_on)})


@transaction.atomic
def lapse_unpaid(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """Not paid within 20 working days: the application counts as given up."""
    request, transition = begin(request, "lapse_unpaid", by)
    today = timezone.localdate(at)
    found = clock_of(request, as_of=today)
    due = found.fee if found else None
    if due is None or due.due_on is None or today <= due.due_on:
        until = due.due_on.isoformat() if due and due.due_on else "收到通知后二十个工作日"
        raise ActRefused(f"缴费期限（{until}）还没有届满。")
    close_lapsed(request, LAPSED_UNPAID, by=by, at=at)
    return move(request, transition, by=by, at=at)


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
