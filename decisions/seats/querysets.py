"""Reads of meetings open to representatives, and of applications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from decisions.seats.choices import Kind
from decisions.seats.workflow import Place, Status

SHOWN = (
    Status.ANNOUNCED, Status.CLOSED, Status.CHOSEN, Status.HELD, Status.TOLD, Status.ABORTED,
)  # fmt: skip


class SittingQuerySet(models.QuerySet[Any]):
    """Meetings by what anyone may see."""

    def public(self) -> SittingQuerySet:
        """Those that were announced; one that was aborted stays and says so."""
        return self.filter(status__in=SHOWN)

    def open(self) -> SittingQuerySet:
        return self.filter(status__in=Status.open)

    def applied_for(self, at: dt.datetime) -> SittingQuerySet:
        """Those for whose seats one applies at a moment."""
        return self.filter(status=Status.ANNOUNCED, opens_at__lte=at, closes_at__gt=at)

    def due_to_close(self, at: dt.datetime) -> SittingQuerySet:
        """Those whose time for applying is over and whose list is not out."""
        return self.filter(status=Status.ANNOUNCED, closes_at__lte=at)

    def held_in(self, year: int) -> SittingQuerySet:
        """The meetings of organs that were held in a year; hearings count apart."""
        held = self.filter(status__in=(Status.HELD, Status.TOLD), held_on__year=year)
        return held.filter(kind=Kind.SEAT)


class ApplicantQuerySet(models.QuerySet[Any]):
    """Applications by where they stand."""

    def open(self) -> ApplicantQuerySet:
        return self.filter(status__in=Place.open)
