"""归档: once nobody can contest the case any more, or for a reason that is written down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.common.errors import ActRefused
from requests_app.models import Delivery, InformationRequest
from requests_app.services.clock import clock_of
from requests_app.services.steps import STEPS
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from portal.accounts.models import User


def archive(
    *, request: InformationRequest, by: User, at: dt.datetime, reason: str = ""
) -> InformationRequest:
    """File an ended case. An answer of which the remedies still run, or are not known to run yet,
    is filed for a reason only. Raises ActRefused without one.
    """
    still = contested_until(request, on=timezone.localdate(at))
    if still and not reason.strip():
        raise ActRefused(f"{still}现在归档的，请写明理由。")
    return STEPS.perform(request, "archive", by=by, at=at, reason=reason.strip())


def contested_until(request: InformationRequest, *, on: dt.date) -> str:
    """Why a review or a suit may still come, a sentence; blank where none can."""
    if request.status != Status.ANSWERED:
        return ""
    if any(not row.result for row in request.remedies.all()):
        return "本件的复议、诉讼还没有审结。"
    delivery = Delivery.objects.filter(answer__request=request).order_by("-pk").first()
    if delivery is None or delivery.arrived_on is None:
        return "还没有登记申请人收到答复，复议、起诉的期限没有起算。"
    clock = clock_of(request, as_of=on)
    terms = [term for term in (clock.review, clock.suit) if term] if clock else []
    for term in reversed(terms):  # the suit has the longer term
        if term.due_on is None:
            return f"复议、起诉的期限（在{term.at_least}以后）还没有届满。"
        if on <= term.due_on:
            return f"复议、起诉的期限（到{term.due_on.isoformat()}）还没有届满。"
    return "" if terms else "复议、起诉的期限还没有起算。"
