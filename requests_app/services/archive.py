"""A closed case is put away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from requests_app.models import InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def archive(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """Put the closed case away."""
    return STEPS.perform(request, "archive", by=by, at=at)
