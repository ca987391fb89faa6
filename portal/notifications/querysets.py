"""Reads of outgoing messages, of people's inboxes and of subscriptions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.notifications.choices import Frequency, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


# How long the owner of a mail address has to confirm a subscription.
CONFIRM_WITHIN = dt.timedelta(hours=48)


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


class SubscriptionQuerySet(models.QuerySet[Any]):
    """Stored criteria and whom to tell."""

    def of(self, user: User | AnonymousUser) -> SubscriptionQuerySet:
        """This person's own; nobody sees another's."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def active(self) -> SubscriptionQuerySet:
        """Confirmed, not paused, and of somebody who may still sign in."""
        return self.filter(
            Q(user=None) | Q(user__is_active=True), confirmed_at__isnull=False, paused_at=None
        )

    def unconfirmed(self) -> SubscriptionQuerySet:
        return self.filter(confirmed_at=None)

    def lapsed(self, *, at: dt.datetime) -> SubscriptionQuerySet:
        """Not confirmed in time."""
        return self.unconfirmed().filter(requested_at__lte=at - CONFIRM_WITHIN)


def last_digest(frequency: Frequency, at: dt.datetime) -> dt.datetime:
    """The latest moment, up to now, at which letters of this frequency were due: for those written
    at once, now.
    """
    if frequency == Frequency.IMMEDIATE:
        return at
    local = timezone.localtime(at)
    due = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if frequency == Frequency.WEEKLY:
        due -= dt.timedelta(days=(local.weekday() - settings.DIGEST_WEEKDAY) % 7)
        return due if due <= at else due - dt.timedelta(days=7)
    return due if due <= at else due - dt.timedelta(days=1)
