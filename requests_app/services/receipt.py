"""The receipt of an application, confirmed by both sides (第三十一条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.common.errors import ActRefused
from requests_app.choices import ContactWay
from requests_app.models import ContactLog, InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def confirm(
    *,
    request: InformationRequest,
    confirmed_on: dt.date,
    by: User,
    at: dt.datetime,
    way: str = "",
    whom: str = "",
) -> InformationRequest:
    """Both sides confirm the receipt: from that day on the terms run (第三十一条). How and with
    whom is kept with the contacts of the case: the day rests on it.
    """
    request, act = STEPS.begin(request, "confirm", by, at)
    today = timezone.localdate(at)
    past_day(confirmed_on, today, "确认日期")
    if confirmed_on < request.arrived_on:
        raise ActRefused("确认日期早于来件日期，请核对。")
    if way not in ContactWay.values:
        raise ActRefused("请选择与申请人确认的方式。")
    person = needed(whom, "与谁确认（申请人本人、代理人或者联系人）")
    noon = timezone.make_aware(dt.datetime.combine(confirmed_on, dt.time(12)))
    ContactLog.objects.create(
        request=request,
        way=way,
        happened_at=at if confirmed_on == today else noon,
        summary=f"双方确认{confirmed_on.isoformat()}收到申请（条例第三十一条），与{person}确认。",
        by=by,
        at=at,
    )
    request.received_on = confirmed_on
    return STEPS.finish(request, act, by=by, at=at, details={"received_on": str(confirmed_on)})
