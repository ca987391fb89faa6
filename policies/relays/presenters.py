"""What the page of a push says of its relays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from policies.audiences.handover import Way
from policies.relays.models import RelayTask
from policies.relays.workflow import Status

if TYPE_CHECKING:
    from policies.audiences.models import Push


def way_of(push: Push) -> Way:
    """线下接力: tasks passed on, those that wait, and those that were cancelled."""
    waiting = Q(status__in=(Status.WAITING, Status.RECEIVED))
    counted = RelayTask.objects.filter(push=push).aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=waiting),
        cancelled=Count("pk", filter=Q(status=Status.CANCELLED)),
    )
    passed = counted["all"] - counted["waiting"] - counted["cancelled"]
    place = reverse("admin:policies_relaytask_hand", args=[push.document_id])
    return Way(
        "线下接力",
        f"{passed} 件已转发",
        f"{counted['waiting']} 件待转",
        f"{counted['cancelled']} 件取消",
        f"{place}?push={push.pk}",
    )
