"""Signed requests to subscribed systems."""

import datetime as dt
import json
from urllib.parse import urljoin

from django.conf import settings

from portal.notifications.channels.base import DeliveryFailed, Undeliverable
from portal.notifications.channels.outbound import post
from portal.notifications.channels.signing import (
    DELIVERY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    sign,
)
from portal.notifications.models import OutboxMessage

_TIMEOUT = 5
_GONE = 410


class WebhookChannel:
    """Posts the notice as JSON; every attempt has a new timestamp and the same delivery id."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:
        endpoint = message.endpoint
        if endpoint is None or not endpoint.is_active:
            raise Undeliverable("推送接口已停用")
        delivery, timestamp = str(message.delivery_id), int(at.timestamp())
        content = {
            "delivery": delivery,
            "kind": message.kind,
            "subject": message.subject,
            "body": message.body,
            "url": urljoin(settings.PUBLIC_URL, message.url) if message.url else "",
            "created_at": message.created_at.isoformat(),
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            DELIVERY_HEADER: delivery,
            TIMESTAMP_HEADER: str(timestamp),
            SIGNATURE_HEADER: sign(
                endpoint.secret, timestamp=timestamp, delivery=delivery, body=body
            ),
        }
        status = post(endpoint.url, body, headers, timeout=_TIMEOUT)
        if status == _GONE:
            raise Undeliverable("对方回应 410，接口已撤销")
        if not 200 <= status < 300:
            raise DeliveryFailed(f"对方回应 {status}")
