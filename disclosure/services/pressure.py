"""催办 of a document that has not been made public in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from disclosure.services.reminders import PUBLICATION
from disclosure.services.review import STEPS, move
from portal.notifications.services import pressure

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User


def urge(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Press for the publication; whoever has the document reads of it."""
    return pressure.urge(STEPS, PUBLICATION, document, by=by, at=at, end=move)
