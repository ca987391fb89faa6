"""延迟答复: another day for the answer to sound reasons (第三十五条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.common.errors import ActRefused
from requests_app.models import (
    Deferral,
    InformationRequest,
    ReasonsDemand,
)
from requests_app.services.steps import (
    begin_beside,
    needed,
    note,
)

if TYPE_CHECKING:
    from portal.accounts.models import User


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
