"""Reads of messages, in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from policies.messages.workflow import NOT_COUNTED, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class MessageQuerySet(models.QuerySet[Any]):
    """Messages."""

    def of_writer(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What the person wrote under their account."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> MessageQuerySet:
        """Not yet answered or ended otherwise."""
        return self.filter(status__in=Status.open)

    def overdue(self, *, on: dt.date) -> MessageQuerySet:
        """Past the day of the channel's clock, or past that of signing for it."""
        late = models.Q(due_on__lt=on) | models.Q(status=Status.ASSIGNED, accept_due_on__lt=on)
        return self.open().filter(late)

    def valid(self) -> MessageQuerySet:
        """What counts as a message: neither held, nor found invalid, nor taken back."""
        return self.exclude(status__in=NOT_COUNTED)


class PublishedQuerySet(models.QuerySet[Any]):
    """Questions and answers that were released."""

    def live(self) -> PublishedQuerySet:
        """What anyone may read now."""
        return self.filter(is_live=True)
