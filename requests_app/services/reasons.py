"""The reasons for far too many applications: asked for, given, not given (第三十五条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.models import (
    InformationRequest,
    ReasonsDemand,
)
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def ask_reasons(
    *, request: InformationRequest, why: str, respond_by: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """Ask for the reasons of far too many applications (第三十五条)."""
    request, act = STEPS.begin(request, "ask_reasons", by, at)
    today = timezone.localdate(at)
    if respond_by <= today:
        raise ActRefused("说明理由的期限应晚于今天。")
    if request.reply_due_on and respond_by > request.reply_due_on:
        raise ActRefused(
            f"等待说明理由的时间计入答复期限，说明理由的期限不能晚于{request.reply_due_on.isoformat()}。"
        )
    ReasonsDemand.objects.create(
        request=request,
        why=needed(why, "为何认为数量、频次明显超过合理范围"),
        asked_on=today,
        respond_by=respond_by,
        by=by,
        at=at,
    )
    return STEPS.finish(request, act, by=by, at=at, reason=why.strip())


@transaction.atomic
def supply_reasons(
    *, request: InformationRequest, text: str, at: dt.datetime, by: User | None = None
) -> InformationRequest:
    """The applicant's reasons, from them or written down for them."""
    request, act = STEPS.begin(request, "record_reasons" if by else "supply_reasons", by, at)
    demand = ReasonsDemand.objects.get(request=request)
    demand.supplied_on = timezone.localdate(at)
    demand.supplied = needed(text, "理由")
    demand.save(update_fields=["supplied_on", "supplied"])
    return STEPS.finish(request, act, by=by, at=at)


@transaction.atomic
def reasons_lapsed(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """No reasons in time: the organ goes on and judges by what it knows (第三十五条)."""
    request, act = STEPS.begin(request, "reasons_lapsed", by, at)
    return STEPS.finish(request, act, by=by, at=at)
