"""Acts of the outbox, which every app uses; those of subscriptions stand in their own modules."""

from portal.notifications.services.outbox import (
    BATCH,
    Recipient,
    deliver,
    deliver_due,
    mark_all_read,
    mark_read,
    notify,
    retry_dead,
    save_endpoint,
)

__all__ = [
    "BATCH",
    "Recipient",
    "deliver",
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "notify",
    "retry_dead",
    "save_endpoint",
]
