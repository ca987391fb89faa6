"""Reads of solicitations for pages, the desk and rules."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from decisions.events.models import Event
from decisions.solicitations.models import Progress, Project, Proposal, Solicitation
from decisions.solicitations.workflow import Standing, Status

_TOLD = (Status.ANSWERED, Status.DONE)
_COUNTED = ~Q(proposals__status=Standing.WITHDRAWN)


def public_solicitations(at: dt.datetime) -> QuerySet[Solicitation]:
    """What everybody sees, newest first, with how many proposed."""
    rows = Solicitation.objects.public(at).select_related("organ")
    rows = rows.annotate(received=Count("proposals", filter=_COUNTED))
    return rows.order_by("-opens_at", "-pk")


def projects_of(solicitation: Solicitation, *, shown_only: bool) -> list[Project]:
    """The projects by number, each with how many proposed it and how far it has come. Two
    queries.
    """
    progress = Progress.objects.order_by("on", "pk")
    if shown_only:
        progress = progress.filter(shown_at__isnull=False)
    rows = Project.objects.filter(solicitation=solicitation)
    rows = rows.annotate(proposed=Count("proposals", filter=_COUNTED))
    rows = rows.select_related("event").prefetch_related(Prefetch("progress", progress))
    return list(rows.order_by("number"))


def proposals_of(solicitation: Solicitation) -> list[Proposal]:
    """Every proposal that stands, by number."""
    rows = Proposal.objects.filter(solicitation=solicitation).counted()
    return list(rows.select_related("project").order_by("line"))


def sums_of(solicitation: Solicitation) -> dict[str, int]:
    """How many proposals came, were merged, put aside and are open: the three make the first."""
    rows = Proposal.objects.filter(solicitation=solicitation).counted()
    found = rows.aggregate(
        received=Count("pk"),
        merged=Count("pk", filter=Q(project__isnull=False)),
        aside=Count("pk", filter=Q(project__isnull=True) & ~Q(why="")),
    )
    return {**found, "open": found["received"] - found["merged"] - found["aside"]}


def events_to_link(solicitation: Solicitation) -> QuerySet[Event]:
    """The events that may have come of its topics: those of its organ that everybody reads of."""
    rows: QuerySet[Event] = Event.objects.public().filter(organ=solicitation.organ_id)
    return rows.order_by("-published_at", "-pk")


def topics_of(event: Event) -> list[Project]:
    """The topics, told of to everybody, of which an event came. One query."""
    rows = Project.objects.filter(event=event, solicitation__status__in=_TOLD)
    return list(rows.select_related("solicitation").order_by("solicitation", "number"))
