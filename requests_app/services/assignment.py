"""Who handles a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from requests_app.models import InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def assign(
    *, request: InformationRequest, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> InformationRequest:
    """Give the case to a handler of the same organ, or to another one."""
    role = Role.REQUEST_HANDLER
    return STEPS.assign(request, "assign", handler, role=role, by=by, at=at, reason=reason)
