"""Contacts with the applicant, written down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.choices import ContactWay
from requests_app.models import (
    ContactLog,
    InformationRequest,
)
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def log_contact(
    *,
    request: InformationRequest,
    way: str,
    summary: str,
    happened_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> ContactLog:
    """Write down a contact with the applicant."""
    return _logged("log_contact", request, way, summary, happened_at, by=by, at=at)


@transaction.atomic
def log_call(
    *,
    request: InformationRequest,
    way: str,
    summary: str,
    happened_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> ContactLog:
    """The same by whoever took the application in: the day of its receipt may turn on it."""
    return _logged("log_call", request, way, summary, happened_at, by=by, at=at)


def _logged(
    action: str,
    request: InformationRequest,
    way: str,
    summary: str,
    happened_at: dt.datetime,
    *,
    by: User,
    at: dt.datetime,
) -> ContactLog:
    request, act = STEPS.begin(request, action, by, at)
    if way not in ContactWay.values:
        raise ActRefused("请选择联系方式。")
    if happened_at > at:
        raise ActRefused("联系时间晚于现在，请核对。")
    if timezone.localdate(happened_at) < request.arrived_on:
        raise ActRefused("联系时间早于来件日期，请核对。")
    row = ContactLog.objects.create(
        request=request,
        way=way,
        summary=needed(summary, "联系内容"),
        happened_at=happened_at,
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at)
    return row
