"""Reads of collections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from policies.collections.choices import Settled
from policies.collections.workflow import Status


class CollectionQuerySet(models.QuerySet[Any]):
    """Collections by what anyone may see."""

    def public(self) -> CollectionQuerySet:
        """Those of which a version is released."""
        return self.filter(versions__status=Status.RELEASED)


class CandidateQuerySet(models.QuerySet[Any]):
    """Documents that a collection is to have, or not."""

    def open(self) -> CandidateQuerySet:
        return self.filter(settled=Settled.OPEN)

    def late(self, *, on: dt.date) -> CandidateQuerySet:
        """Not settled, and past their day."""
        return self.open().filter(due_on__lt=on)
