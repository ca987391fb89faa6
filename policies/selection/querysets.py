"""Reads of selections, in the field's words."""

from __future__ import annotations

from typing import Any

from django.db import models

from policies.selection.workflow import Status

SHOWN = (Status.RUNNING, Status.RESULT, Status.PUBLISHED, Status.STOPPED)


class SelectionQuerySet(models.QuerySet[Any]):
    """Selections."""

    def shown(self) -> SelectionQuerySet:
        """Those that anyone may read of."""
        return self.filter(status__in=SHOWN)

    def with_result(self) -> SelectionQuerySet:
        """Those whose result is public."""
        return self.filter(status=Status.PUBLISHED)
