"""Reads of events, sessions and sign-ups."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce

from decisions.events.workflow import HOLDING, SHOWN, Place, Said, Status


class EventQuerySet(models.QuerySet[Any]):
    """Events by what anyone may see."""

    def public(self) -> EventQuerySet:
        """Those that were published; one that is called off says so."""
        return self.filter(status__in=SHOWN)

    def open(self) -> EventQuerySet:
        return self.filter(status__in=Status.open)


class SessionQuerySet(models.QuerySet[Any]):
    """Sessions by what anyone may see, and by their days."""

    def public(self) -> SessionQuerySet:
        return self.filter(event__status__in=SHOWN)

    def between(self, first: dt.datetime, after: dt.datetime) -> SessionQuerySet:
        """Those that begin in a stretch of time."""
        return self.filter(starts_at__gte=first, starts_at__lt=after)

    def held(self) -> SessionQuerySet:
        """Those that count as held: of events that were published, and not called off."""
        shown = (Status.PUBLISHED, Status.FINISHED)
        return self.filter(event__status__in=shown, called_off_at=None)


class SignUpQuerySet(models.QuerySet[Any]):
    """Sign-ups by where they stand."""

    def open(self) -> SignUpQuerySet:
        return self.filter(status__in=Place.open)

    def waiting(self) -> SignUpQuerySet:
        """The list, in its order."""
        return self.filter(status=Place.WAITING).order_by("line")

    def persons_holding(self) -> int:
        """How many persons hold places, with those to whom places are offered."""
        held = self.filter(status__in=HOLDING)
        return int(held.aggregate(taken=Coalesce(Sum("persons"), 0))["taken"])


class SuggestionQuerySet(models.QuerySet[Any]):
    """What those who came suggest."""

    def counted(self) -> SuggestionQuerySet:
        """What was received: all but what its writer took back."""
        return self.exclude(status=Said.WITHDRAWN)

    def open(self) -> SuggestionQuerySet:
        """Those of which nothing was told yet."""
        return self.filter(status__in=Said.open)
