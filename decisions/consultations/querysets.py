"""Reads of consultations and opinions by what anyone may see, and by where they stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from decisions.consultations.workflow import SHOWN, OpinionStatus, Status


class ConsultationQuerySet(models.QuerySet[Any]):
    """Consultations. Whatever depends on the clock takes the moment."""

    def public(self, at: dt.datetime) -> ConsultationQuerySet:
        """Those that anyone may read of: announced, and their instant has come."""
        return self.filter(status__in=SHOWN, opens_at__lte=at)

    def overdue(self, on: dt.date) -> ConsultationQuerySet:
        """Those whose outcome should have been told before a day."""
        return self.filter(status__in=Status.open, outcome_due_on__lt=on)

    def to_handle(self, at: dt.datetime) -> ConsultationQuerySet:
        """Those that closed, and whose ledger is not."""
        return self.filter(status=Status.RUNNING, closes_at__lte=at)


class OpinionQuerySet(models.QuerySet[Any]):
    """Opinions."""

    def counted(self) -> OpinionQuerySet:
        """What was received: all but what its writer took back."""
        return self.exclude(status=OpinionStatus.WITHDRAWN)

    def open(self) -> OpinionQuerySet:
        """Those of which nothing is said yet."""
        return self.filter(status=OpinionStatus.RECEIVED)

    def shown(self) -> OpinionQuerySet:
        """Those that anyone may read one by one."""
        return self.filter(shown_at__isnull=False)
