from portal.notifications.models.criterion import Criterion, CriterionChoice, CriterionKey
from portal.notifications.models.inbox import InboxNotice
from portal.notifications.models.occasion import Occasion, TopicLook
from portal.notifications.models.outbox import OutboxMessage
from portal.notifications.models.subscription import Announcement, Subscription
from portal.notifications.models.webhook import WebhookEndpoint

__all__ = [
    "Announcement",
    "Criterion",
    "CriterionChoice",
    "CriterionKey",
    "InboxNotice",
    "Occasion",
    "OutboxMessage",
    "Subscription",
    "TopicLook",
    "WebhookEndpoint",
]
