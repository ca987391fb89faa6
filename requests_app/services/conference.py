"""会商 with the committee of experts: the clock of the answer runs on meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from requests_app.models import Conference, InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def confer(
    *,
    request: InformationRequest,
    question: str,
    conclusion: str,
    held_on: dt.date,
    by: User,
    at: dt.datetime,
) -> Conference:
    """Write down what the experts were asked and what they concluded."""
    request, act = STEPS.begin(request, "confer", by, at)
    row = Conference.objects.create(
        request=request,
        question=needed(question, "会商的问题"),
        conclusion=needed(conclusion, "会商意见"),
        held_on=past_day(held_on, timezone.localdate(at), "会商日期"),
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at, details={"held_on": str(held_on)})
    return row
