"""延期: proposed by the handler, granted by the head of the office (第三十三条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.common.errors import ActRefused
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.models import (
    Extension,
    ExtensionProposal,
    InformationRequest,
)
from requests_app.services.steps import begin_beside, needed, note

if TYPE_CHECKING:
    from portal.accounts.models import User


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
