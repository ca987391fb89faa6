"""The organ takes a request on and gives it to a handler."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def accept(
    *, rectification: Rectification, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> Rectification:
    """Take it on and give it to a handler of the organ, or to another one."""
    role = Role.REQUEST_HANDLER
    return STEPS.assign(rectification, "accept", handler, role=role, by=by, at=at, reason=reason)
