"""Reads of relays and their tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from policies.audiences.models import AudienceTerm, Push
from policies.relays.indicators import Standing, ranked
from policies.relays.models import Relay, RelayFigure, RelayTask
from policies.relays.workflow import Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from disclosure.models import Document


@dataclass(frozen=True)
class Candidate:
    """A relay to which a policy can be handed, and the terms for which it is proposed."""

    relay: Relay
    terms: Sequence[AudienceTerm]


def relays_at_work() -> QuerySet[Relay]:
    """Those that take tasks."""
    return Relay.objects.filter(ended_on=None).select_related("organ")


def candidates_for(
    document: Document, terms: Collection[AudienceTerm], push: Push | None
) -> list[Candidate]:
    """The relays of the city that have no such task yet, those that reach its audience first."""
    wanted = {term.pk for term in terms}
    had = RelayTask.objects.filter(push=push) if push else RelayTask.objects.filter(
        document=document, push=None
    )  # fmt: skip
    rows = relays_at_work().filter(organ__path__startswith=document.organ.root_path)
    found = [
        Candidate(row, [term for term in row.terms.all() if term.pk in wanted])
        for row in rows.exclude(pk__in=had.values("relay")).prefetch_related("terms")
    ]
    return sorted(found, key=lambda each: (-len(each.terms), each.relay.name))


def late_now(rows: QuerySet[RelayTask], *, on: dt.date) -> QuerySet[RelayTask]:
    """Open tasks past the day that runs."""
    return rows.filter(status__in=Status.open, due_on__lt=on)


def tasks_of_year(year: int, organs: Collection[int]) -> QuerySet[RelayTask]:
    """Tasks that were handed over in a year, without those that were cancelled."""
    first = timezone.make_aware(dt.datetime(year, 1, 1))  # noqa: DTZ001
    last = timezone.make_aware(dt.datetime(year + 1, 1, 1))  # noqa: DTZ001
    rows = RelayTask.objects.filter(submitted_at__gte=first, submitted_at__lt=last)
    return rows.filter(organ_id__in=organs).exclude(status=Status.CANCELLED)


def ranking(year: int, organs: Collection[int], *, on: dt.date) -> list[tuple[int, Standing]]:
    """The relays of these organs by what they did in a year up to a day: what is not due then and
    not done yet counts for nobody. Those without a task are left out.
    """
    tasks = tasks_of_year(year, organs)
    in_time = Q(received_on__isnull=False) & (
        Q(receive_due_on=None) | Q(received_on__lte=F("receive_due_on"))
    )
    reported = Q(reported_on__isnull=False) & (
        Q(report_due_on=None) | Q(reported_on__lte=F("report_due_on"))
    )
    counted = tasks.values("relay").annotate(
        tasks=Count("pk"),
        receipts=Count("pk", filter=Q(received_on__isnull=False) | Q(receive_due_on__lt=on)),
        received=Count("pk", filter=in_time),
        reports=Count("pk", filter=Q(reported_on__isnull=False) | Q(report_due_on__lt=on)),
        reported=Count("pk", filter=reported),
    )
    people = dict(
        RelayFigure.objects.filter(task__in=tasks)
        .order_by()
        .values_list("task__relay")
        .annotate(Sum("people"))
    )
    by_relay = {row["relay"]: row for row in counted.order_by()}
    relays = Relay.objects.filter(pk__in=by_relay).select_related("organ")
    return ranked(
        Standing(
            row.pk,
            row.name,
            row.get_kind_display(),
            row.organ.short_name,
            by_relay[row.pk]["tasks"],
            by_relay[row.pk]["receipts"],
            by_relay[row.pk]["received"],
            by_relay[row.pk]["reports"],
            by_relay[row.pk]["reported"],
            people.get(row.pk, 0),
        )
        for row in relays
    )


def people_told(task: RelayTask) -> int:
    """How many people the relay says it told, in all."""
    total: int | None = task.figures.aggregate(total=Sum("people"))["total"]
    return total or 0
