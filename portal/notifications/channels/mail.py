"""Mail by whatever backend the settings name: SMTP, or a provider through anymail."""

import datetime as dt

from django.conf import settings

from portal.notifications.channels.base import Undeliverable, address_of
from portal.notifications.channels.dkim_mail import SignedMessage
from portal.notifications.links import STOP, UNSUBSCRIBE, absolute, link
from portal.notifications.models import OutboxMessage
from portal.notifications.registry import way_out_of


class MailChannel:
    """Sends plain text; the Message-ID is the delivery's, so a repeated mail is recognisable.

    What is sent for a subscription, or is of a kind with a way out, carries it: a link for the
    reader, and the headers of RFC 8058 for the reader's mail program.
    """

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:  # noqa: ARG002
        address = message.user.email if message.user else address_of(message).email
        if not address:
            raise Undeliverable("收件人没有电子邮箱")
        text = message.body
        if message.url:
            text += f"\n\n{absolute(message.url)}"
        headers = {}
        if path := _path_out(message):
            way_out = absolute(path)
            text += f"\n\n{STOP}：\n{way_out}"
            headers["List-Unsubscribe"] = f"<{way_out}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
        SignedMessage(
            subject=" ".join(message.subject.split()),
            body=text,
            to=[address],
            headers={"Message-ID": f"<{message.delivery_id}@{domain}>", **headers},
        ).send()


def _path_out(message: OutboxMessage) -> str:
    """Where one press ends what this is sent for; "" for what is nobody's to end."""
    if message.subscription:
        return link(message.subscription, UNSUBSCRIBE)
    return way_out_of(message.kind, message.user_id) if message.user_id else ""
