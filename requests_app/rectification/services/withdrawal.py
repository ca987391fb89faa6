"""The applicant takes the request back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from requests_app.rectification.models import (
    Rectification,
)
from requests_app.rectification.services.steps import begin_act, finish_act
from requests_app.services.steps import needed

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def withdraw_rectification(*, rectification: Rectification, at: dt.datetime) -> Rectification:
    """The applicant takes it back."""
    held = begin_act(rectification, "withdraw", None)
    held.closed_on = timezone.localdate(at)
    return finish_act(held, "withdraw", by=None, at=at)


@transaction.atomic
def record_withdrawal(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """The applicant took it back by letter or telephone: how, and on what day, is written down."""
    held = begin_act(rectification, "record_withdrawal", by)
    held.closed_on = timezone.localdate(at)
    told = needed(reason, "申请人怎样提出撤回")
    return finish_act(held, "record_withdrawal", by=by, at=at, reason=told)
