"""延期: proposed by the handler, granted by the head of the office (第三十三条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.models import (
    Extension,
    ExtensionProposal,
    InformationRequest,
)
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def propose_extension(
    *, request: InformationRequest, days: int, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The handler asks the head of the office for more time; a new proposal replaces the last."""
    request, act = STEPS.begin(request, "propose_extension", by, at)
    today = timezone.localdate(at)
    _refuse_days(days)
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
    return STEPS.finish(request, act, by=by, at=at, reason=reason, details={"days": days})


@transaction.atomic
def extend(
    *, request: InformationRequest, days: int, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The head of the office agrees to up to 20 more working days, before the term is over."""
    request, act = STEPS.begin(request, "extend", by, at)
    today = timezone.localdate(at)
    _refuse_days(days)
    Extension.objects.create(
        request=request,
        days=days,
        reason=needed(reason, "延期的理由"),
        approved_on=today,
        by=by,
        at=at,
    )
    return STEPS.finish(request, act, by=by, at=at, reason=reason, details={"days": days})


def _refuse_days(days: int) -> None:
    """What 第三十三条 does not allow, whoever asks for it."""
    if not 1 <= days <= LONGEST_EXTENSION:
        raise ActRefused(f"延长的期限最长不得超过{LONGEST_EXTENSION}个工作日（条例第三十三条）。")
