"""Reads of concerns, in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from policies.concerns.workflow import Status


class ConcernQuerySet(models.QuerySet[Any]):
    """Concerns."""

    def public(self) -> ConcernQuerySet:
        """Those of which anyone may read the answer now."""
        return self.filter(public_at__isnull=False)

    def running(self) -> ConcernQuerySet:
        """Those of which something still has to be done by a moment."""
        return self.filter(due_at__isnull=False)

    def late(self, *, at: dt.datetime) -> ConcernQuerySet:
        """Those of which something is past its moment."""
        return self.filter(due_at__lt=at)

    def unanswered(self) -> ConcernQuerySet:
        """Those whose first answer is still to come."""
        return self.filter(first_public_at=None, status__in=Status.open)

    def without_press(self) -> ConcernQuerySet:
        """Those for which neither a press conference nor a reason is on record, and one is due."""
        wanted = Q(press_due_at__isnull=False, press_held_at=None, press_none="")
        return self.filter(wanted).exclude(status=Status.DISCARDED)


class HotListQuerySet(models.QuerySet[Any]):
    """The hot questions of organs' months."""

    def public(self) -> HotListQuerySet:
        """Those that a person made public."""
        return self.filter(released_at__isnull=False)
