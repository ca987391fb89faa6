"""The channels by name; a channel is added by writing its module and naming it here."""

from portal.notifications.channels.base import Channel as Sender
from portal.notifications.channels.inbox import InboxChannel
from portal.notifications.channels.mail import MailChannel
from portal.notifications.channels.sms import SmsChannel
from portal.notifications.channels.webhook import WebhookChannel
from portal.notifications.choices import Channel

CHANNELS: dict[str, Sender] = {
    Channel.INBOX: InboxChannel(),
    Channel.MAIL: MailChannel(),
    Channel.SMS: SmsChannel(),
    Channel.WEBHOOK: WebhookChannel(),
}

__all__ = ["CHANNELS"]
