"""Confirming the receipt, giving the case to somebody, asking for a correction or for reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.common.errors import ActRefused
from requests_app.models import (
    CorrectionNotice,
    Deferral,
    Evidence,
    InformationRequest,
    ReasonsDemand,
)
from requests_app.outcomes import LAPSED_UNCORRECTED
from requests_app.services.lapsing import close_lapsed, unsign
from requests_app.services.papers import HandedIn, checked, keep
from requests_app.services.stepping import (
    begin,
    begin_beside,
    move,
    needed,
    not_after,
    note,
    workdays_after,
)
from requests_app.services.terms import terms_of

if TYPE_CHECKING:
    from portal.accounts.models import User

# 合理的补正期限 has no number of days in the law; a year is a slip of the pen.
LONGEST_CORRECTION = dt.timedelta(days=366)


@transaction.atomic
def confirm(
    *, request: InformationRequest, confirmed_on: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """Both sides confirm the receipt: from that day on the terms run (第三十一条)."""
    request, transition = begin(request, "confirm", by)
    not_after(confirmed_on, timezone.localdate(at), "确认日期")
    if confirmed_on < request.arrived_on:
        raise ActRefused("确认日期早于来件日期，请核对。")
    request.received_on = confirmed_on
    return move(request, transition, by=by, at=at, details={"received_on": str(confirmed_on)})


@transaction.atomic
def assign(
    *, request: InformationRequest, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> InformationRequest:
    """Give the case to a handler of the same organ, or to another one."""
    request, transition = begin(request, "assign", by)
    if not holds(handler, request.organ, Role.REQUEST_HANDLER):
        raise ActRefused("只能分派给本机关的承办人员。")
    if request.handler_id and request.handler_id != handler.pk:
        needed(reason, "改派的理由")
    request.handler = handler
    return move(request, transition, by=by, at=at, reason=reason, details={"handler": handler.pk})


@transaction.atomic
def ask_correction(
    *,
    request: InformationRequest,
    unclear: str,
    guidance: str,
    by: User,
    at: dt.datetime,
    respond_by: dt.date | None = None,
) -> InformationRequest:
    """Tell the applicant once what to correct and how (第三十条); a second time is refused."""
    request, transition = begin(request, "ask_correction", by)
    if CorrectionNotice.objects.filter(request=request).exists():
        raise ActRefused("补正只能一次性告知，本件已经告知过，请按现有内容办理。")
    today = timezone.localdate(at)
    period = respond_by or workdays_after(
        today, terms_of(request.organ).correction_days, "补正期限"
    )
    if period <= today:
        raise ActRefused("补正期限应晚于今天，给申请人留出合理的时间。")
    if period > today + LONGEST_CORRECTION:
        raise ActRefused("补正期限超过一年，请核对日期。")
    CorrectionNotice.objects.create(
        request=request,
        unclear=needed(unclear, "需要补正的事项"),
        guidance=needed(guidance, "指导和释明，告诉申请人怎样补正"),
        noticed_on=today,
        respond_by=period,
        by=by,
        at=at,
    )
    return move(request, transition, by=by, at=at, details={"respond_by": str(period)})


@transaction.atomic
def supply_correction(
    *,
    request: InformationRequest,
    text: str,
    at: dt.datetime,
    by: User | None = None,
    received_on: dt.date | None = None,
    files: Sequence[HandedIn] = (),
) -> InformationRequest:
    """The corrected application is there, with papers or without: the term of the answer begins
    anew (第三十条).
    """
    request, transition = begin(request, "record_correction" if by else "supply_correction", by)
    papers = checked([HandedIn(f.stream, f.name, Evidence.Purpose.CORRECTION) for f in files])
    today = timezone.localdate(at)
    day = not_after(received_on or today, today, "收到补正的日期")
    notice = CorrectionNotice.objects.get(request=request)
    if day < notice.noticed_on:
        raise ActRefused("收到补正的日期早于告知日期，请核对。")
    notice.received_on = day
    notice.supplied = needed(text, "补正内容")
    notice.save(update_fields=["received_on", "supplied"])
    keep(request, papers, at=at)
    details = {"received_on": str(day), "files": len(papers)}
    return move(request, transition, by=by, at=at, details=details)


@transaction.atomic
def lapse_uncorrected(
    *, request: InformationRequest, by: User, at: dt.datetime
) -> InformationRequest:
    """No correction in time: the application counts as given up, and its letter says so."""
    request, transition = begin(request, "lapse_uncorrected", by)
    notice = CorrectionNotice.objects.get(request=request)
    if timezone.localdate(at) <= notice.respond_by:
        raise ActRefused(f"补正期限到{notice.respond_by.isoformat()}，还没有届满。")
    close_lapsed(request, LAPSED_UNCORRECTED, by=by, at=at)
    return move(request, transition, by=by, at=at)


@transaction.atomic
def recall_uncorrected(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """A correction came late for a good reason (无正当理由逾期, 第三十条): it is taken in."""
    request, transition = begin(request, "recall_uncorrected", by)
    unsign(request, LAPSED_UNCORRECTED)
    text = needed(reason, "申请人逾期的正当理由")
    return move(request, transition, by=by, at=at, reason=text)


@transaction.atomic
def ask_reasons(
    *, request: InformationRequest, why: str, respond_by: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """Ask for the reasons of far too many applications (第三十五条)."""
    request, transition = begin(request, "ask_reasons", by)
    today = timezone.localdate(at)
    if ReasonsDemand.objects.filter(request=request).exists():
        raise ActRefused("本件已经要求申请人说明过理由。")
    if respond_by <= today:
        raise ActRefused("说明理由的期限应晚于今天。")
    if request.reply_due_on and respond_by > request.reply_due_on:
        raise ActRefused(
            f"等待说明理由的时间计入答复期限，说明理由的期限不能晚于{request.reply_due_on.isoformat()}。"
        )
    ReasonsDemand.objects.create(
        request=request,
        why=needed(why, "为何认为数量、频次明显超过合理范围"),
        asked_on=today,
        respond_by=respond_by,
        by=by,
        at=at,
    )
    return move(request, transition, by=by, at=at, reason=why.strip())


@transaction.atomic
def supply_reasons(
    *, request: InformationRequest, text: str, at: dt.datetime, by: User | None = None
) -> InformationRequest:
    """The applicant's reasons, from them or written down for them."""
    request, transition = begin(request, "record_reasons" if by else "supply_reasons", by)
    demand = ReasonsDemand.objects.get(request=request)
    demand.supplied_on = timezone.localdate(at)
    demand.supplied = needed(text, "理由")
    demand.save(update_fields=["supplied_on", "supplied"])
    return move(request, transition, by=by, at=at)


@transaction.atomic
def reasons_lapsed(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """No reasons in time: the organ goes on and judges by what it knows (第三十五条)."""
    request, transition = begin(request, "reasons_lapsed", by)
    demand = ReasonsDemand.objects.get(request=request)
    if timezone.localdate(at) <= demand.respond_by:
        raise ActRefused(f"说明理由的期限到{demand.respond_by.isoformat()}，还没有届满。")
    return move(request, transition, by=by, at=at)


@transaction.atomic
def defer(
    *, request: InformationRequest, until: dt.date, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The reasons are sound but the term cannot be kept: set another day, which the applicant
    is told (第三十五条).
    """
    request, act = begin_beside(request, "defer", by)
    today = timezone.localdate(at)
    if not ReasonsDemand.objects.filter(request=request, supplied_on__isnull=False).exists():
        raise ActRefused("申请人说明理由以后，才能确定延迟答复的期限（条例第三十五条）。")
    if Deferral.objects.filter(request=request).exists():
        raise ActRefused("本件已经确定过延迟答复的期限。")
    due = request.reply_due_on
    if due is None or today > due:
        raise ActRefused("答复期限已过或者没有起算，现在不能延迟答复。")
    if until <= due:
        raise ActRefused(f"延迟答复的日期应晚于答复期限{due.isoformat()}。")
    Deferral.objects.create(
        request=request,
        until=until,
        reason=needed(reason, "延迟答复的理由"),
        decided_on=today,
        by=by,
        at=at,
    )
    return note(request, act, by=by, at=at, reason=reason, details={"until": str(until)})
