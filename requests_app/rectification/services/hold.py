"""A request kept beyond its term, by the head of the office and for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.acts.refusals import needed
from portal.personal import retention
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS
from requests_app.services.impersonal import impersonal

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def hold_rectification(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Keep its personal data beyond their term, for a review, a suit or an inspection."""
    held, act = STEPS.begin(rectification, "hold", by, at)
    retention.hold(held, impersonal(reason, "延长保存的理由", of=[held]))
    return STEPS.finish(held, act, by=by, at=at, reason=held.legal_hold)


@transaction.atomic
def lift_rectification_hold(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Let the ordinary term apply again."""
    held, act = STEPS.begin(rectification, "lift_hold", by, at)
    retention.lift_hold(held)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "解除的理由"))
