"""Reads of decisions."""

from __future__ import annotations

from typing import Any

from django.db import models

from decisions.dossiers.workflow import Status


class DecisionQuerySet(models.QuerySet[Any]):
    """Decisions by what anyone may see, and by where they stand."""

    def public(self) -> DecisionQuerySet:
        """Those of which something is public now."""
        return self.filter(public_at__isnull=False)

    def open(self) -> DecisionQuerySet:
        """Those that wait for a next step."""
        return self.filter(status__in=Status.open)
