"""延迟答复: another day for the answer to sound reasons (第三十五条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.models import (
    Deferral,
    InformationRequest,
)
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def defer(
    *, request: InformationRequest, until: dt.date, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The reasons are sound but the term cannot be kept: set another day, which the applicant
    is told (第三十五条).
    """
    request, act = STEPS.begin(request, "defer", by, at)
    today = timezone.localdate(at)
    due = request.reply_due_on
    if due and until <= due:
        raise ActRefused(f"延迟答复的日期应晚于答复期限{due.isoformat()}。")
    Deferral.objects.create(
        request=request,
        until=until,
        reason=needed(reason, "延迟答复的理由"),
        decided_on=today,
        by=by,
        at=at,
    )
    return STEPS.finish(request, act, by=by, at=at, reason=reason, details={"until": str(until)})
