"""A request kept beyond its term, by the head of the office and for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.personal import holds
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def hold_rectification(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Keep its personal data beyond their term, for a review, a suit or an inspection."""
    return holds.hold(STEPS, rectification, reason=reason, by=by, at=at)


@transaction.atomic
def lift_rectification_hold(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Let the ordinary term apply again."""
    return holds.lift_hold(STEPS, rectification, reason=reason, by=by, at=at)
