"""Reads of answers. What may be read is said here alone: page, search, feed and interface ask it.

An answer rests on documents: the moment one of them ends or is taken down, its answers are read
by nobody, whatever else has been written of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from disclosure.models import Document
from policies.answers.choices import ENDED, Audience
from policies.answers.workflow import Status


def standing_documents() -> Any:
    """Documents on which an answer may rest: anyone may read them, and they have not ended."""
    return Document.objects.public().exclude(validity__in=ENDED)


class EntryQuerySet(models.QuerySet[Any]):
    """Entries of the base."""

    def readable(self, *audiences: Audience) -> EntryQuerySet:
        """What readers of these audiences may read now."""
        return self.released().filter(~Exists(_lost()), holds=True, audience__in=audiences)

    def public(self) -> EntryQuerySet:
        """What anyone may read."""
        return self.readable(Audience.PUBLIC)

    def released(self) -> EntryQuerySet:
        """Those with a version that was released and not withdrawn, whether or not it still
        holds.
        """
        return self.filter(current__isnull=False)

    def lost(self) -> EntryQuerySet:
        """Released ones of which a document no longer stands."""
        return self.released().filter(Exists(_lost()))

    def resting_on(self, documents: Iterable[int]) -> EntryQuerySet:
        """Released ones that rest on any of these documents."""
        bases = Document.objects.filter(
            pk__in=list(documents), answer_bases__version=OuterRef("current")
        )
        return self.released().filter(Exists(bases))

    def out_of_step(self, *, on: dt.date) -> EntryQuerySet:
        """Released ones of which the day on record differs from the day's truth."""
        begun = Q(current__effective_on=None) | Q(current__effective_on__lte=on)
        lasting = Q(current__expires_on=None) | Q(current__expires_on__gte=on)
        holding = begun & lasting
        return self.released().filter(Q(holds=True) & ~holding | Q(holds=False) & holding)

    def due_for_review(self, *, on: dt.date) -> EntryQuerySet:
        """Public ones whose review day has come."""
        return self.filter(status=Status.PUBLIC, review_on__lte=on)

    def with_page_parts(self) -> EntryQuerySet:
        """Everything that a row or a page shows, without a query a row."""
        bases = self.model._meta.get_field("current").related_model.bases.rel.related_model
        rows = bases.objects.select_related("document").defer("document__body", "document__text")
        return self.select_related("organ", "current").prefetch_related(
            Prefetch("current__bases", rows)
        )


def _lost() -> Any:
    """Documents of an entry's current version that no longer stand."""
    standing = standing_documents().filter(pk=OuterRef("pk"))
    return Document.objects.filter(answer_bases__version=OuterRef("current")).filter(
        ~Exists(standing)
    )
