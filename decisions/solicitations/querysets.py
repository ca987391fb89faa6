"""Reads of solicitations and of proposals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from decisions.solicitations.workflow import SHOWN, Standing, Status


class SolicitationQuerySet(models.QuerySet[Any]):
    """Solicitations by what anyone may see."""

    def public(self, at: dt.datetime) -> SolicitationQuerySet:
        """Those that were announced and whose instant has come; one that was stopped says so."""
        return self.filter(status__in=SHOWN, opens_at__lte=at)

    def open(self) -> SolicitationQuerySet:
        return self.filter(status__in=Status.open)


class ProposalQuerySet(models.QuerySet[Any]):
    """Proposals by where they stand."""

    def open(self) -> ProposalQuerySet:
        return self.filter(status__in=Standing.open)

    def counted(self) -> ProposalQuerySet:
        """Those that were not taken back."""
        return self.exclude(status=Standing.WITHDRAWN)
