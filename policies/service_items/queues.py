"""What of 阅办联动 stands on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.models import Document
from policies.service_items.choices import Timeliness
from policies.service_items.models import ItemOfPolicy
from policies.service_items.selectors import Policy, countable, policies_in
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

ROWS = 8
# What was published so long ago and not linked stands in the figures of its year.
_LOOKS_BACK = dt.timedelta(days=60)


@dataclass(frozen=True)
class Linking:
    """What waits for one person: new policies to link, links that came off by themselves, links
    whose item can no longer be applied for.
    """

    waiting: list[Policy]
    came_off: list[ItemOfPolicy]
    came_off_count: int
    stopped: list[ItemOfPolicy]
    stopped_count: int


def linking_of(user: User | AnonymousUser, on: dt.date) -> Linking | None:
    """The tasks of a clerk; None for those who link nothing, or have nothing to do."""
    organs = organs_with_role(user, Role.CLERK)
    if not organs:
        return None
    since = timezone.make_aware(dt.datetime.combine(on - _LOOKS_BACK, dt.time.min))
    new = countable(organs).filter(first_published_at__gte=since)
    unlinked = new.filter(service_links__isnull=True, nothing_to_apply_for__isnull=True)
    waiting = policies_in(unlinked, calendar=load_calendar(), on=on)
    links = ItemOfPolicy.objects.filter(document__organ__in=organs)
    links = links.select_related("item", "document")
    came_off = links.unsettled().order_by("-ended_at", "pk")
    stopped = links.out_of_offer(on=on).filter(document__in=Document.objects.public())
    came_off_count, stopped_count = came_off.count(), stopped.count()
    if not (waiting or came_off_count or stopped_count):
        return None
    order = (Timeliness.MISSING, Timeliness.RUNNING)
    waiting.sort(key=lambda policy: order.index(policy.timeliness))
    return Linking(
        waiting,
        list(came_off[:ROWS]) if came_off_count else [],
        came_off_count,
        list(stopped.order_by("item__task_name", "pk")[:ROWS]) if stopped_count else [],
        stopped_count,
    )
