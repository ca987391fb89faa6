from portal.notifications.models.inbox import InboxNotice
from portal.notifications.models.outbox import OutboxMessage
from portal.notifications.models.subscription import Announcement, Subscription
from portal.notifications.models.webhook import WebhookEndpoint

__all__ = ["Announcement", "InboxNotice", "OutboxMessage", "Subscription", "WebhookEndpoint"]
