"""The result, told to the applicant (并告知申请人)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import past_day
from portal.common.errors import ActRefused
from requests_app.rectification.choices import TellingWay
from requests_app.rectification.models import (
    Rectification,
    RectificationTelling,
)
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def tell(
    *, rectification: Rectification, way: str, told_on: dt.date, by: User, at: dt.datetime
) -> Rectification:
    """Write down that the applicant was told the result, how and when."""
    held, act = STEPS.begin(rectification, "tell", by, at)
    day = past_day(told_on, timezone.localdate(at), "告知日期")
    if held.closed_on and day < held.closed_on:
        raise ActRefused("告知日期早于作出决定的日期，请核对。")
    note_told(held, checked_way(held, way), day, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, details={"way": way, "told_on": str(day)})


def checked_way(held: Rectification, way: str) -> TellingWay:
    """Who has no account cannot be told on the site. Raises ActRefused."""
    if way not in TellingWay.values:
        raise ActRefused("请选择告知申请人的方式。")
    if way == TellingWay.SITE and held.user is None:
        raise ActRefused("申请人没有用账号提交，请用电话、当面、信函或者电子邮件告知。")
    return TellingWay(way)


def note_told(
    held: Rectification, way: str, day: dt.date, *, by: User | None, at: dt.datetime
) -> None:
    """The row that says how and on which day the applicant was told."""
    RectificationTelling.objects.create(
        rectification=held, outcome=held.status, way=way, told_on=day, by=by, at=at
    )
