"""What every channel offers, and how it reports failure."""

import datetime as dt
from typing import Protocol

from portal.notifications.models import OutboxMessage
from portal.notifications.registry import Recipient, recipient_at


class DeliveryFailed(Exception):
    """This attempt failed; another may succeed, not before `retry_after` where the other side named
    it. The message is kept: no personal data in it.
    """

    def __init__(self, message: str, *, retry_after: dt.timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Undeliverable(Exception):
    """No attempt can succeed until a person mends something. No personal data in the message."""


class EndpointGone(Undeliverable):
    """The receiver wants nothing any more, neither this message nor another."""


class Channel(Protocol):
    """Sends one message, at least once: a repeated call must do no harm."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:
        """Send, or raise DeliveryFailed or Undeliverable; any other error counts as the first."""


def address_of(message: OutboxMessage) -> Recipient:
    """Where somebody without an account is reached; empty where that is not known.

    Raises Undeliverable when the address was kept elsewhere and is no longer there.
    """
    if not message.recipient_ref:
        return Recipient(email=message.address, phone=message.address)
    kept = recipient_at(message.recipient_ref)
    if kept is None:
        raise Undeliverable("收件地址已不再保存")
    return kept
