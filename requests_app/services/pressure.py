"""催办 of an application that has not been answered in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.notifications.services import pressure
from requests_app.services.reminders import ANSWER
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.models import InformationRequest


def urge(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """Press for the answer; whoever has the application reads of it."""
    return pressure.urge(STEPS, ANSWER, request, by=by, at=at)
