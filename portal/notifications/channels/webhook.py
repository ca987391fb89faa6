"""Signed requests to subscribed systems."""

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from django.conf import settings

from portal.notifications.channels.base import DeliveryFailed, EndpointGone, Undeliverable
from portal.notifications.channels.outbound import post
from portal.notifications.channels.signatures import (
    DELIVERY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    sign,
    standard_headers,
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
            **standard_headers(endpoint.secret, timestamp=timestamp, delivery=delivery, body=body),
        }
        answered = post(endpoint.url, body, headers, timeout=_TIMEOUT)
        if answered.status == _GONE:
            raise EndpointGone("对方回应 410，接口已撤销")
        if not answered.is_success:
            raise DeliveryFailed(
                f"对方回应 {answered.status}", retry_after=_wait(answered.retry_after, at)
            )


def _wait(text: str, at: dt.datetime) -> dt.timedelta | None:
    """How long a Retry-After asks to wait, in seconds or until a moment; None for none."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return dt.timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(moment - at, dt.timedelta())
