"""Reads of catalogues and their items."""

from __future__ import annotations

from typing import Any

from django.db import models

from decisions.catalogues.workflow import ENDED, PUBLIC, Status


class CatalogueQuerySet(models.QuerySet[Any]):
    """Catalogues by what anyone may see, and by where they stand."""

    def public(self) -> CatalogueQuerySet:
        """Those that anyone reads now."""
        return self.filter(status__in=PUBLIC)

    def standing(self) -> CatalogueQuerySet:
        """Those that are the catalogue of their year, published or in work."""
        return self.exclude(status__in=ENDED)

    def without_account(self) -> CatalogueQuerySet:
        """Those that anyone reads, and not yet what became of their items."""
        return self.public().exclude(status=Status.CLOSED)

    def open(self) -> CatalogueQuerySet:
        """Those that wait for a next step."""
        return self.filter(status__in=Status.open)


class ItemQuerySet(models.QuerySet[Any]):
    """Items."""

    def public(self) -> ItemQuerySet:
        """Those of catalogues that anyone reads, once they were published themselves."""
        return self.filter(number__isnull=False, catalogue__status__in=PUBLIC)
