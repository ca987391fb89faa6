"""Who handles a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.models import InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def assign(
    *, request: InformationRequest, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> InformationRequest:
    """Give the case to a handler of the same organ, or to another one."""
    request, act = STEPS.begin(request, "assign", by, at)
    if not holds(handler, request.organ, Role.REQUEST_HANDLER):
        raise ActRefused("只能分派给本机关的承办人员。")
    if request.handler_id and request.handler_id != handler.pk:
        needed(reason, "改派的理由")
    request.handler = handler
    return STEPS.finish(request, act, by=by, at=at, reason=reason, details={"handler": handler.pk})
