"""Reads of questionnaires."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from decisions.surveys.workflow import Status


class SurveyQuerySet(models.QuerySet[Any]):
    """Questionnaires by what anyone may see."""

    def public(self) -> SurveyQuerySet:
        """Those that anyone may read of."""
        shown = (Status.RUNNING, Status.PUBLISHED, Status.STOPPED)
        return self.filter(status__in=shown)

    def with_result(self) -> SurveyQuerySet:
        """Those whose result anyone may read."""
        return self.filter(status=Status.PUBLISHED)

    def open(self, at: dt.datetime) -> SurveyQuerySet:
        """Those that may be answered at an instant."""
        return self.filter(status=Status.RUNNING, opens_at__lte=at, closes_at__gt=at)
