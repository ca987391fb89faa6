"""Operators hear of an endpoint that the portal switched off, each time once."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications.models import WebhookEndpoint
from portal.notifications.permissions import may_operate
from portal.notifications.services.endpoints import SWITCHED_OFF
from portal.notifications.services.outbox import notify


def tell_operators(*, at: dt.datetime) -> int:
    """Queue a notice for each endpoint that is off; returns how many there are. From state: a run
    that was missed loses nothing, one that is repeated adds nothing.
    """
    off = list(WebhookEndpoint.objects.filter(is_active=False, off_at__isnull=False))
    if not off:
        return 0
    held = User.objects.filter(is_active=True, memberships__role=Role.SYSTEM_ADMIN)
    people = [person for person in held.distinct().order_by("pk") if may_operate(person)]
    for endpoint in off:
        notify(
            kind=SWITCHED_OFF,
            recipients=people,
            subject=f"推送接口已自动停用：{endpoint.name}",
            body=f"{endpoint.off_because}。请与对方核对地址和密钥，改好后重新启用。",
            url=reverse("admin:notifications_webhookendpoint_change", args=[endpoint.pk]),
            dedup_key=f"{SWITCHED_OFF}:{endpoint.pk}:{endpoint.off_at:%Y%m%dT%H%M%S}",
            at=at,
        )
    return len(off)
