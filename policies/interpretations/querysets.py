"""Reads of interpretations, in the field's words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from disclosure.models import Document
from policies.interpretations.workflow import Status


class InterpretationQuerySet(models.QuerySet[Any]):
    """Editions of interpretations."""

    def public(self) -> InterpretationQuerySet:
        """What anyone may read: published, and of a policy that anyone may read."""
        policies = Document.objects.public()
        policies = policies.filter(interpretation_rows__interpretation=OuterRef("pk"))
        return self.filter(Exists(policies), status=Status.PUBLISHED)

    def once_public(self) -> InterpretationQuerySet:
        """The public ones, and former editions of series that are public now."""
        public = self.model.objects.public().filter(series=OuterRef("series"))
        return self.filter(Exists(public), status__in=(Status.PUBLISHED, Status.SUPERSEDED))
