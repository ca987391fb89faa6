"""催办 of a message that is past its day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.messages.services.reminders import TERM
from policies.messages.services.steps import STEPS
from portal.notifications.services import pressure

if TYPE_CHECKING:
    from policies.messages.models import Message
    from portal.accounts.models import User


def urge(*, message: Message, by: User, at: dt.datetime) -> Message:
    """Press for it; whoever has the message reads of it."""
    return pressure.urge(STEPS, TERM, message, by=by, at=at)
