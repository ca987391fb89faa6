"""Mail by whatever backend the settings name: SMTP, or a provider through anymail."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage

from portal.notifications.channels.base import Undeliverable, address_of
from portal.notifications.links import UNSUBSCRIBE, absolute, link
from portal.notifications.models import OutboxMessage


class MailChannel:
    """Sends plain text; the Message-ID is the delivery's, so a repeated mail is recognisable.

    What is sent for a subscription carries the way out: a link for the reader, and the headers
    of RFC 8058 for the reader's mail program.
    """

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:  # noqa: ARG002
        address = message.user.email if message.user else address_of(message).email
        if not address:
            raise Undeliverable("收件人没有电子邮箱")
        text = message.body
        if message.url:
            text += f"\n\n{absolute(message.url)}"
        headers = {}
        if message.subscription:
            way_out = absolute(link(message.subscription, UNSUBSCRIBE))
            text += f"\n\n退订：\n{way_out}"
            headers["List-Unsubscribe"] = f"<{way_out}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
        EmailMessage(
            subject=" ".join(message.subject.split()),
            body=text,
            to=[address],
            headers={"Message-ID": f"<{message.delivery_id}@{domain}>", **headers},
        ).send()
