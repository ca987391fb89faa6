"""The applicant takes the application back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from requests_app.models import (
    InformationRequest,
)
from requests_app.outcomes import WITHDRAWN
from requests_app.services.steps import begin, move, needed

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def withdraw(
    *, request: InformationRequest, at: dt.datetime, by: User | None = None, reason: str = ""
) -> InformationRequest:
    """The applicant takes it back, or an officer writes down that they did."""
    request, transition = begin(request, "record_withdrawal" if by else "withdraw", by)
    if by:
        needed(reason, "申请人撤回的方式和理由")
    request.outcome = WITHDRAWN
    request.closed_on = timezone.localdate(at)
    return move(request, transition, by=by, at=at, reason=reason)
