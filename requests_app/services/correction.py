"""补正: asked for once, supplied, or not supplied in time (第三十条)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day, workdays_after
from portal.common.errors import ActRefused
from portal.personal.handed_in import HandedIn, checked
from requests_app.models import CorrectionNotice, Evidence, InformationRequest
from requests_app.outcomes import LAPSED_UNCORRECTED
from requests_app.services.lapse import close_lapsed, unsign
from requests_app.services.papers import keep_evidence
from requests_app.services.steps import STEPS
from requests_app.services.terms import terms_of

if TYPE_CHECKING:
    from portal.accounts.models import User

# 合理的补正期限 has no number of days in the law; a year is a slip of the pen.
LONGEST_CORRECTION = dt.timedelta(days=366)


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
    request, act = STEPS.begin(request, "ask_correction", by, at)
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
    return STEPS.finish(request, act, by=by, at=at, details={"respond_by": str(period)})


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
    request, act = STEPS.begin(request, "record_correction" if by else "supply_correction", by, at)
    papers = checked([HandedIn(f.stream, f.name, Evidence.Purpose.CORRECTION) for f in files])
    today = timezone.localdate(at)
    day = past_day(received_on or today, today, "收到补正的日期")
    notice = CorrectionNotice.objects.get(request=request)
    if day < notice.noticed_on:
        raise ActRefused("收到补正的日期早于告知日期，请核对。")
    notice.received_on = day
    notice.supplied = needed(text, "补正内容")
    notice.save(update_fields=["received_on", "supplied"])
    keep_evidence(request, papers, at=at)
    details = {"received_on": str(day), "files": len(papers)}
    return STEPS.finish(request, act, by=by, at=at, details=details)


@transaction.atomic
def lapse_uncorrected(
    *, request: InformationRequest, by: User, at: dt.datetime
) -> InformationRequest:
    """No correction in time: the application counts as given up, and its letter says so."""
    request, act = STEPS.begin(request, "lapse_uncorrected", by, at)
    close_lapsed(request, LAPSED_UNCORRECTED, by=by, at=at)
    return STEPS.finish(request, act, by=by, at=at)


@transaction.atomic
def recall_uncorrected(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """A correction came late for a good reason (无正当理由逾期, 第三十条): it is taken in."""
    request, act = STEPS.begin(request, "recall_uncorrected", by, at)
    unsign(request, LAPSED_UNCORRECTED)
    text = needed(reason, "申请人逾期的正当理由")
    return STEPS.finish(request, act, by=by, at=at, reason=text)
