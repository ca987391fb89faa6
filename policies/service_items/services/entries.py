"""The search entry of an item: written here and nowhere else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from policies.service_items.models import ServiceItem
from policies.service_items.search_entries import KIND, entry_of
from portal.search.models import SearchEntry
from portal.search.services import publish_entry, withdraw_entry


def refresh_entry(item: ServiceItem, *, at: dt.datetime) -> None:
    """Make the search hold the item as long as it can be applied for."""
    if item.is_on_offer(on=timezone.localdate(at)):
        publish_entry(kind=KIND, object_id=item.pk, at=at, **entry_of(item))
    else:
        withdraw_entry(kind=KIND, object_id=item.pk, at=at)


@transaction.atomic
def refresh_due(*, at: dt.datetime) -> int:
    """Bring the entries up to the day: items begin and end by their own dates. From state; returns
    how many entries changed.
    """
    live = set(SearchEntry.objects.live([KIND]).values_list("object_id", flat=True))
    offered = set(
        ServiceItem.objects.on_offer(on=timezone.localdate(at)).values_list("pk", flat=True)
    )
    rows = ServiceItem.objects.filter(pk__in=live ^ offered).select_related("organ")
    for item in rows.order_by("pk"):
        refresh_entry(item, at=at)
    return len(live ^ offered)
