"""催办 of a request for rectification that is past the organ's own term."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.notifications.services import pressure
from requests_app.rectification.services.reminders import TERM
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.rectification.models import Rectification


def urge(*, rectification: Rectification, by: User, at: dt.datetime) -> Rectification:
    """Press for the decision; whoever has the request reads of it."""
    return pressure.urge(STEPS, TERM, rectification, by=by, at=at)
