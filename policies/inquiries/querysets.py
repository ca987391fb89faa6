"""Reads of inquiries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from policies.inquiries.workflow import Status


class InquiryQuerySet(models.QuerySet[Any]):
    """Inquiries by what anyone may see, and by their day."""

    def public(self) -> InquiryQuerySet:
        """Those whose outcome is published."""
        return self.filter(status=Status.PUBLISHED)

    def open(self) -> InquiryQuerySet:
        return self.filter(status__in=Status.open)

    def overdue(self, *, on: dt.date) -> InquiryQuerySet:
        """Not published, and past their day."""
        return self.open().filter(due_on__lt=on)
