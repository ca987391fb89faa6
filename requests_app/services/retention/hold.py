"""A case kept beyond its term, by the head of the office and for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import NotPermitted
from portal.personal import retention
from portal.personal.impersonal import impersonal
from requests_app.models import InformationRequest
from requests_app.permissions import may_hold
from requests_app.services.retention.cases import CASES
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Keep a case beyond its term, for a review, a suit or an inspection."""
    request = _for_head(request, by)
    told = impersonal(reason, "保留的理由", of=[request])
    retention.hold(request, told)
    request.save(update_fields=["legal_hold"])
    CASES.note(request, "hold", "延长保存", by=by, at=at, reason=told)


@transaction.atomic
def lift_hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Let the ordinary term apply again."""
    request = _for_head(request, by)
    told = impersonal(reason, "解除的理由", of=[request])
    retention.lift_hold(request)
    request.save(update_fields=["legal_hold"])
    CASES.note(request, "lift_hold", "解除延长保存", by=by, at=at, reason=told)


def _for_head(request: InformationRequest, by: User) -> InformationRequest:
    request = STEPS.locked(request)
    if not (verdict := may_hold(by, request)):
        raise NotPermitted(verdict.reason)
    return request
