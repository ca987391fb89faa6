"""Reads of outgoing messages and of people's inboxes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from portal.notifications.choices import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class OutboxQuerySet(models.QuerySet[Any]):
    """Outgoing messages."""

    def due(self, *, at: dt.datetime) -> OutboxQuerySet:
        """Those whose first or next attempt has come, longest waiting first."""
        return self.filter(state=State.PENDING, next_attempt_at__lte=at).order_by(
            "next_attempt_at", "id"
        )

    def dead(self) -> OutboxQuerySet:
        return self.filter(state=State.DEAD)


class InboxQuerySet(models.QuerySet[Any]):
    """Notices in people's inboxes."""

    def of(self, user: User | AnonymousUser) -> InboxQuerySet:
        """This person's own; nobody reads another's."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> InboxQuerySet:
        return self.filter(read_at=None)
