"""Chainable reads of service items and of their links."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure.choices import Validity
from disclosure.models import Document

if TYPE_CHECKING:
    from portal.organs.models import Organ
    from portal.taxonomy.models import Theme

# What no longer holds: a door that leads from it would lead astray.
LAPSED = (Validity.REPEALED, Validity.EXPIRED, Validity.SUPERSEDED)


def on_offer(on: dt.date, prefix: str = "") -> Q:
    """What can be applied for on a day, by state and by its own days."""
    begins, ends = f"{prefix}plan_effective_date", f"{prefix}plan_cancel_date"
    return (
        Q(**{f"{prefix}task_state__in": settings.SERVICE_STATES_OFFERED})
        & (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": on}))
        & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": on}))
    )


class ServiceItemQuerySet(models.QuerySet[Any]):
    """Service items."""

    def on_offer(self, *, on: dt.date) -> ServiceItemQuerySet:
        """What can be applied for on that day."""
        return self.filter(on_offer(on))

    def of_organs(self, organ: Organ) -> ServiceItemQuerySet:
        """Those of an organ and of all below it."""
        return self.filter(organ__path__startswith=organ.path)

    def under_theme(self, theme: Theme) -> ServiceItemQuerySet:
        """Those that a public policy under this theme, or one below it, leads to."""
        place = "links__document__theme"
        return self.filter(
            Q(**{place: theme}) | Q(**{f"{place}__parent": theme}),
            links__ended_at__isnull=True,
            links__document__in=Document.objects.public().exclude(validity__in=LAPSED),
        ).distinct()

    def search_words(self, text: str) -> ServiceItemQuerySet:
        """Those whose name has every word, or whose code begins with the whole."""
        named = Q()
        for word in text.split():
            named &= Q(task_name__icontains=word)
        code = text.strip().upper()
        return self.filter(named | Q(task_code__startswith=code) | Q(catalog_code__startswith=code))


class ItemOfPolicyQuerySet(models.QuerySet[Any]):
    """Links of items to policies."""

    def live(self) -> ItemOfPolicyQuerySet:
        """Those that nobody ended."""
        return self.filter(ended_at__isnull=True)

    def shown(self, *, on: dt.date) -> ItemOfPolicyQuerySet:
        """What readers see: the link stands, the policy holds, and the item can be applied for."""
        return (
            self.live()
            .filter(on_offer(on, "item__"), document__in=Document.objects.public())
            .exclude(document__validity__in=LAPSED)
        )

    def lapsed(self) -> ItemOfPolicyQuerySet:
        """Those that stand although their policy no longer holds."""
        return self.live().filter(document__validity__in=LAPSED)

    def unsettled(self) -> ItemOfPolicyQuerySet:
        """Those that ended by themselves, and nobody has looked at it."""
        return self.filter(ended_at__isnull=False, ended_by__isnull=True, settled_at__isnull=True)

    def out_of_offer(self, *, on: dt.date) -> ItemOfPolicyQuerySet:
        """Those that stand although their item can no longer be applied for."""
        return self.live().exclude(on_offer(on, "item__"))
