"""What every channel offers, and how it reports failure."""

import datetime as dt
from typing import Protocol

from portal.notifications.models import OutboxMessage


class DeliveryFailed(Exception):
    """This attempt failed; another may succeed. The message is kept: no personal data in it."""


class Undeliverable(Exception):
    """No attempt can succeed until a person mends something. No personal data in the message."""


class Channel(Protocol):
    """Sends one message, at least once: a repeated call must do no harm."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:
        """Send, or raise DeliveryFailed or Undeliverable; any other error counts as the first."""
