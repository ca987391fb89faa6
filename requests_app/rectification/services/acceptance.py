"""The organ takes a request on and gives it to a handler."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def accept(
    *, rectification: Rectification, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> Rectification:
    """Take it on and give it to a handler of the organ, or to another one."""
    held, act = STEPS.begin(rectification, "accept", by, at)
    if not holds(handler, held.organ, Role.REQUEST_HANDLER):
        raise ActRefused("只能分派给本机关的承办人员。")
    if held.handler_id and held.handler_id != handler.pk:
        needed(reason, "改派的理由")
    held.handler = handler
    details = {"handler": handler.pk}
    return STEPS.finish(held, act, by=by, at=at, reason=reason.strip(), details=details)
