"""The applicant takes the request back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def withdraw_rectification(*, rectification: Rectification, at: dt.datetime) -> Rectification:
    """The applicant takes it back."""
    day = timezone.localdate(at)
    return STEPS.perform(rectification, "withdraw", by=None, at=at, closed_on=day)


@transaction.atomic
def record_withdrawal(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """The applicant took it back by letter or telephone: how, and on what day, is written down."""
    held, act = STEPS.begin(rectification, "record_withdrawal", by, at)
    held.closed_on = timezone.localdate(at)
    told = needed(reason, "申请人怎样提出撤回")
    return STEPS.finish(held, act, by=by, at=at, reason=told)
