"""The applicant takes the application back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from requests_app.models import InformationRequest
from requests_app.outcomes import WITHDRAWN
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def withdraw(
    *, request: InformationRequest, at: dt.datetime, by: User | None = None, reason: str = ""
) -> InformationRequest:
    """The applicant takes it back, or an officer writes down that they did."""
    request, act = STEPS.begin(request, "record_withdrawal" if by else "withdraw", by, at)
    if by:
        needed(reason, "申请人撤回的方式和理由")
    request.outcome = WITHDRAWN
    request.closed_on = timezone.localdate(at)
    return STEPS.finish(request, act, by=by, at=at, reason=reason)
