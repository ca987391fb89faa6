"""Acts of the outbox, which every app uses; those of subscriptions stand in their own modules."""

from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.services.endpoints import save_endpoint
from portal.notifications.services.outbox import (
    BATCH,
    deliver,
    deliver_due,
    forget,
    mark_all_read,
    mark_read,
    notify,
    retry_dead,
    take_back,
)

__all__ = [
    "BATCH",
    "KeptRecipient",
    "Recipient",
    "deliver",
    "deliver_due",
    "forget",
    "mark_all_read",
    "mark_read",
    "notify",
    "retry_dead",
    "save_endpoint",
    "take_back",
]
