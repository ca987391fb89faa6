"""What the search holds of a service item, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from policies.service_items.models import ServiceItem
from portal.organs.models import Organ
from portal.search.services import Period

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND = "service_item"


def entry_of(item: ServiceItem) -> dict[str, Any]:
    """The arguments of `portal.search.services.publish_entry` for an item."""
    day = dt.timedelta(days=1)
    ends = item.plan_cancel_date
    return {
        "title": item.task_name,
        "body": "\n".join(filter(None, (item.accept_condition, item.handle_flow, item.by_law))),
        "numbers": [code for code in (item.task_code, item.catalog_code) if code],
        "facets": {"organ": _line(item.organ)},
        "signed_on": None,
        "published_at": item.created_at,
        "url": item.get_absolute_url(),
        "valid_during": Period(item.plan_effective_date, ends - day if ends else None),
        "texts": {"issuer": f"{item.organ.name}\n{item.organ.short_name}"},
    }


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these items a reader may see as hits: what can be applied for when it is shown."""
    del viewer
    rows = ServiceItem.objects.on_offer(on=timezone.localdate()).filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def _line(organ: Organ) -> list[str]:
    """The codes of an organ and of every organ above it."""
    step = organ.steplen
    paths = [organ.path[:end] for end in range(step, len(organ.path) + 1, step)]
    return list(Organ.objects.filter(path__in=paths).values_list("code", flat=True))
