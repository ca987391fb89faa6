"""The receipt of an application, confirmed by both sides (第三十一条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import past_day
from portal.common.errors import ActRefused
from requests_app.models import InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def confirm(
    *, request: InformationRequest, confirmed_on: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """Both sides confirm the receipt: from that day on the terms run (第三十一条)."""
    request, act = STEPS.begin(request, "confirm", by, at)
    past_day(confirmed_on, timezone.localdate(at), "确认日期")
    if confirmed_on < request.arrived_on:
        raise ActRefused("确认日期早于来件日期，请核对。")
    request.received_on = confirmed_on
    return STEPS.finish(request, act, by=by, at=at, details={"received_on": str(confirmed_on)})
