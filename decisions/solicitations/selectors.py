"""Reads of solicitations for pages, the desk and rules."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from decisions.solicitations.models import Progress, Project, Proposal, Solicitation
from decisions.solicitations.workflow import Standing

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
    return list(rows.prefetch_related(Prefetch("progress", progress)).order_by("number"))


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
