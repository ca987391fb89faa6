"""A case kept beyond its term, by the head of the office and for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import InformationRequest
from requests_app.permissions import may_hold
from requests_app.services.impersonal import impersonal
from requests_app.services.retention.trail import note
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_REASON = 300


@transaction.atomic
def hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Keep a case beyond its term, for a review, a suit or an inspection."""
    request = _for_head(request, by)
    if request.purged_at:
        raise ActRefused("本件的个人信息已经清除，没有可以延长保存的。")
    if request.legal_hold:
        raise ActRefused("本件已经延长保存。理由有变的，先解除，再重新延长。")
    request.legal_hold = impersonal(reason, "保留的理由", of=[request])
    if len(request.legal_hold) > LONGEST_REASON:
        raise ActRefused(f"保留的理由最多{LONGEST_REASON}字，请删减。")
    request.save(update_fields=["legal_hold"])
    note(request, "hold", "延长保存", by=by, at=at, reason=request.legal_hold)


@transaction.atomic
def lift_hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Let the ordinary term apply again."""
    request = _for_head(request, by)
    if not request.legal_hold:
        raise ActRefused("本件没有延长保存。")
    told = impersonal(reason, "解除的理由", of=[request])
    request.legal_hold = ""
    request.save(update_fields=["legal_hold"])
    note(request, "lift_hold", "解除延长保存", by=by, at=at, reason=told)


def _for_head(request: InformationRequest, by: User) -> InformationRequest:
    request = STEPS.locked(request)
    if not (verdict := may_hold(by, request)):
        raise NotPermitted(verdict.reason)
    return request
