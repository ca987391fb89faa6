"""复议 and 诉讼 over a case, and handling it again because of them.

A decision that orders a new answer names its term; that term, and not 第三十三条's, is the one by
which the new answer is due.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.common.errors import ActRefused
from requests_app.choices import RemedyResult, RemedyRoute
from requests_app.models import InformationRequest, Remedy, Reopening
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_remedy(
    *,
    request: InformationRequest,
    route: str,
    authority: str,
    notified_on: dt.date,
    by: User,
    at: dt.datetime,
    case_number: str = "",
    is_brief: bool = False,
) -> Remedy:
    """A review or a suit over this case was accepted: the case is kept until it has ended, and the
    organ has to answer it; in a review of the brief kind sooner.
    """
    request, act = STEPS.begin(request, "record_remedy", by, at)
    if route not in RemedyRoute.values:
        raise ActRefused("请选择行政复议、直接起诉或者复议后起诉。")
    if request.remedies.filter(route=route, result="").exists():
        raise ActRefused(f"已经登记了一件没有审结的{RemedyRoute(route).label}。")
    if is_brief and route != RemedyRoute.REVIEW:
        raise ActRefused("只有行政复议有这种简易程序，诉讼的不勾选。")
    row = Remedy.objects.create(
        request=request,
        route=route,
        is_brief=is_brief,
        authority=needed(authority, "复议机关或者人民法院"),
        case_number=case_number.strip(),
        notified_on=past_day(notified_on, timezone.localdate(at), "收到受理通知日期"),
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at, details={"route": route, "remedy": row.pk})
    return row


@transaction.atomic
def answer_remedy(*, remedy: Remedy, answered_on: dt.date, by: User, at: dt.datetime) -> Remedy:
    """The organ has answered the authority that reviews, or the court, with its evidence."""
    request, act = STEPS.begin(remedy.request, "answer_remedy", by, at)
    row = Remedy.objects.select_for_update(no_key=True).get(pk=remedy.pk)
    if row.answered_on or row.result:
        raise ActRefused("已经登记过答复日期，或者该案已经审结。")
    past_day(answered_on, timezone.localdate(at), "答复日期")
    if answered_on < row.notified_on:
        raise ActRefused("答复日期早于收到受理通知日期，请核对。")
    row.answered_on = answered_on
    row.save(update_fields=["answered_on"])
    details = {"answered_on": str(answered_on), "remedy": row.pk}
    STEPS.finish(request, act, by=by, at=at, details=details)
    return row


@transaction.atomic
def conclude_remedy(
    *,
    remedy: Remedy,
    result: str,
    decided_on: dt.date,
    by: User,
    at: dt.datetime,
    redo_by: dt.date | None = None,
) -> Remedy:
    """How it ended, and by when a new answer is ordered if one is."""
    request, act = STEPS.begin(remedy.request, "conclude_remedy", by, at)
    row = Remedy.objects.select_for_update(no_key=True).get(pk=remedy.pk)
    if row.result:
        raise ActRefused("已经登记过该案的结果。")
    if result not in RemedyResult.values:
        raise ActRefused("请选择结果：维持、纠正或者其他结果。")
    past_day(decided_on, timezone.localdate(at), "收到决定书、判决书日期")
    if decided_on < row.notified_on:
        raise ActRefused("收到决定书、判决书的日期早于收到受理通知日期，请核对。")
    if redo_by and result != RemedyResult.CORRECTED:
        raise ActRefused("只有结果纠正的，才有重新答复的期限。")
    if redo_by and redo_by < decided_on:
        raise ActRefused("重新答复的期限早于收到决定书、判决书的日期，请核对。")
    row.result, row.decided_on, row.redo_by = result, decided_on, redo_by
    row.save(update_fields=["result", "decided_on", "redo_by"])
    STEPS.finish(request, act, by=by, at=at, details={"result": result, "remedy": row.pk})
    return row


@transaction.atomic
def reopen(
    *,
    request: InformationRequest,
    reason: str,
    answer_by: dt.date,
    by: User,
    at: dt.datetime,
    remedy: Remedy | None = None,
) -> InformationRequest:
    """Handle it again: ordered by a decision or a judgement, or to put right an own mistake."""
    request, act = STEPS.begin(request, "reopen", by, at)
    today = timezone.localdate(at)
    if remedy and (remedy.request_id != request.pk or remedy.result != RemedyResult.CORRECTED):
        raise ActRefused("只有本件结果纠正的复议、诉讼，才能作为重新办理的依据。")
    if remedy and Reopening.objects.filter(remedy=remedy).exists():
        raise ActRefused("已经依该决定书、判决书重新办理过。")
    if remedy and remedy.redo_by and answer_by > remedy.redo_by:
        raise ActRefused(f"责令重新答复的期限是{remedy.redo_by.isoformat()}，不能晚于该日。")
    if answer_by < today:
        raise ActRefused("重新答复的期限不能早于今天。")
    Reopening.objects.create(
        request=request,
        remedy=remedy,
        reason=needed(reason, "重新办理的依据"),
        reopened_on=today,
        answer_by=answer_by,
        by=by,
        at=at,
    )
    request.outcome = ""
    request.closed_on = None
    details = {"answer_by": str(answer_by), "remedy": remedy.pk if remedy else None}
    return STEPS.finish(request, act, by=by, at=at, reason=reason.strip(), details=details)
