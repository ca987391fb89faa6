"""A request kept beyond its term, by the head of the office and for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused
from requests_app.rectification.models import (
    Rectification,
)
from requests_app.rectification.services.steps import begin_act, finish_act
from requests_app.services.impersonal import impersonal
from requests_app.services.steps import needed

if TYPE_CHECKING:
    from portal.accounts.models import User
LONGEST_HOLD = 300


@transaction.atomic
def hold_rectification(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Keep its personal data beyond their term, for a review, a suit or an inspection."""
    held = begin_act(rectification, "hold", by)
    if held.legal_hold or held.purged_at:
        raise ActRefused("本件已经延长保存，或者个人信息已经清除。")
    held.legal_hold = impersonal(reason, "延长保存的理由", of=[held])
    if len(held.legal_hold) > LONGEST_HOLD:
        raise ActRefused(f"延长保存的理由最多{LONGEST_HOLD}字，请删减。")
    return finish_act(held, "hold", by=by, at=at, reason=held.legal_hold)


@transaction.atomic
def lift_rectification_hold(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Let the ordinary term apply again."""
    held = begin_act(rectification, "lift_hold", by)
    if not held.legal_hold:
        raise ActRefused("本件没有延长保存。")
    held.legal_hold = ""
    return finish_act(held, "lift_hold", by=by, at=at, reason=needed(reason, "解除的理由"))
