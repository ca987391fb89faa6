from portal.notifications.models.inbox import InboxNotice
from portal.notifications.models.outbox import OutboxMessage
from portal.notifications.models.webhook import WebhookEndpoint

__all__ = ["InboxNotice", "OutboxMessage", "WebhookEndpoint"]
