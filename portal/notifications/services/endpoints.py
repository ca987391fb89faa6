"""Endpoints of other systems: set up by an operator, switched off by the portal when nothing gets
through or the receiver is gone, and then a task of the operators.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from portal.accounts.models import User
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.channels.base import Undeliverable
from portal.notifications.channels.outbound import split_checked
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.permissions import may_operate

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SWITCHED_OFF: Final = "notifications.endpoint_off"


@transaction.atomic
def save_endpoint(endpoint: WebhookEndpoint, *, by: User, at: dt.datetime) -> None:
    """Store an endpoint; whatever switched it off is settled with that. Raises NotPermitted, or
    ActRefused for an address never called.
    """
    if not (verdict := may_operate(by)):
        raise NotPermitted(verdict.reason)
    try:
        split_checked(endpoint.url)
    except Undeliverable as error:
        raise ActRefused(f"{error}。") from error
    act = "修改" if endpoint.pk else "新增"
    endpoint.off_at, endpoint.off_because = None, ""
    endpoint.save()
    record(
        action="notifications.save_endpoint",
        summary=f"{act}推送接口 {endpoint.name}",
        by=by,
        at=at,
        subject=endpoint,
        details={"url": endpoint.url, "kinds": endpoint.kinds, "active": endpoint.is_active},
    )


@transaction.atomic
def switch_off(message: OutboxMessage, reason: str, *, at: dt.datetime) -> None:
    """Send nothing more to the endpoint of a message that never got through; others have none."""
    if message.endpoint is None:
        return
    found = WebhookEndpoint.objects.filter(pk=message.endpoint.pk, is_active=True)
    if not found.update(is_active=False, off_at=at, off_because=reason[:200]):
        return
    record(
        action="notifications.switch_off_endpoint",
        summary=f"自动停用推送接口 {message.endpoint}",
        by=None,
        at=at,
        subject=message.endpoint,
        details={"reason": reason[:200], "delivery": str(message.delivery_id)},
    )


def switched_off(user: User | AnonymousUser, on: dt.date) -> Any:
    """The endpoints that the portal switched off, for 今天的工作 of an operator; None for others,
    and where there are none.
    """
    del on
    found = WebhookEndpoint.objects.filter(is_active=False, off_at__isnull=False)
    return (may_operate(user) and list(found.order_by("off_at"))) or None
