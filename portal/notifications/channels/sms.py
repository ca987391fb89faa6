"""Short messages through an HTTP gateway (`SMS_GATEWAY_URL`, `SMS_GATEWAY_TOKEN`)."""

import datetime as dt
import json
import logging

from django.conf import settings

from portal.notifications.channels.base import DeliveryFailed, Undeliverable, address_of
from portal.notifications.channels.outbound import post
from portal.notifications.links import STOP, UNSUBSCRIBE, absolute, link
from portal.notifications.models import OutboxMessage
from portal.organs.models import SiteProfile

logger = logging.getLogger(__name__)
_TIMEOUT = 10


def masked(phone: str) -> str:
    """13812345678 -> 138****5678: all that a log may hold of a number."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def _text(message: OutboxMessage) -> str:
    """What is written; what is sent for a subscription says how to end it, as a mail does."""
    text = message.body or message.subject
    if message.subscription:
        text += f" {STOP}：{absolute(link(message.subscription, UNSUBSCRIBE))}"
    return text


class SmsChannel:
    """Posts {phone, text, delivery}; without a gateway a demo site only writes a log line."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:  # noqa: ARG002
        phone = address_of(message).phone
        if not phone:
            raise Undeliverable("收件人没有手机号码")
        if not settings.SMS_GATEWAY_URL:
            if not SiteProfile.objects.filter(is_current=True, is_demo=True).exists():
                raise Undeliverable("未配置短信网关")
            logger.info("演示站点不发短信：%s（%s）", masked(phone), message.kind)
            return
        answered = post(
            settings.SMS_GATEWAY_URL,
            json.dumps(
                {
                    "phone": phone,
                    "text": _text(message),
                    "delivery": str(message.delivery_id),
                }
            ).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            },
            timeout=_TIMEOUT,
            trusted=True,
        )
        if not answered.is_success:
            raise DeliveryFailed(f"短信网关回应 {answered.status}")
