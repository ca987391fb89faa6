"""Reads of meetings open to representatives for pages, the desk and figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from decisions.dossiers.models import Decision
from decisions.events.choices import Kind as Held
from decisions.events.models import Event, EventSession
from decisions.events.selectors import with_counts
from decisions.events.workflow import Status as EventStatus
from decisions.seats import quotas
from decisions.seats.choices import Kind
from decisions.seats.models import (
    Applicant,
    Call,
    DiceEntry,
    Drawn,
    ListLine,
    Remark,
    Sitting,
    SittingQuota,
)
from decisions.seats.workflow import Place, Status
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ

_COUNTED = ~Q(applicants__status=Place.WITHDRAWN)


def public_sittings(*kinds: Kind) -> QuerySet[Sitting]:
    """What everybody sees of some kinds, or of all, newest first, with how many applied."""
    rows = Sitting.objects.public().select_related("organ")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    rows = rows.annotate(people=Count("applicants", filter=_COUNTED))
    return rows.order_by("-announced_at", "-pk")


def lines_of(sitting: Sitting) -> list[ListLine]:
    """The published list, with what is marked on it."""
    return list(ListLine.objects.filter(sitting=sitting).select_related("out"))


def order_of(sitting: Sitting) -> list[Drawn]:
    """The order of the draw, or of the choice."""
    return list(Drawn.objects.filter(sitting=sitting))


def calls_of(sitting: Sitting) -> list[Call]:
    """The log of calls, earliest first."""
    rows = Call.objects.filter(applicant__sitting=sitting).select_related("applicant")
    return list(rows.order_by("at", "pk"))


def throws_of(sitting: Sitting) -> list[DiceEntry]:
    """Every series that was typed."""
    return list(DiceEntry.objects.filter(sitting=sitting))


def statements_of(sitting: Sitting) -> list[Remark]:
    """What each said, by their numbers."""
    rows = Remark.objects.filter(applicant__sitting=sitting).select_related("applicant")
    return list(rows.order_by("applicant__line"))


def of_decision(decision: Decision) -> list[Sitting]:
    """The public meetings of a decision, by their announcement."""
    return list(Sitting.objects.public().filter(decision=decision).order_by("announced_at"))


def hearings_of(decision: Decision) -> list[Sitting]:
    """The hearings of a decision that were held, each with how many said something."""
    rows = Sitting.objects.filter(decision=decision, kind=Kind.HEARING)
    rows = rows.filter(status__in=(Status.HELD, Status.TOLD)).order_by("held_on", "pk")
    return list(rows.annotate(remarks=Count("applicants__statement")))


def coming_to(sitting: Sitting) -> list[Applicant]:
    """Those who take part in a hearing, by their numbers, once their names are published."""
    if sitting.names_at is None:
        return []
    states = (Place.COMING, Place.ATTENDED, Place.ABSENT)
    rows = Applicant.objects.filter(sitting=sitting, status__in=states)
    return list(rows.select_related("signature").order_by("line"))


@dataclass(frozen=True)
class Figures:
    """An organ's meetings of a year against what it is to hold."""

    organ: Organ
    standing: quotas.Standing
    months: Sequence[int]


def figures(organs: Collection[int], year: int, *, on: dt.date) -> list[Figures]:
    """Every organ that is to hold such meetings, those most behind first. Three queries."""
    rows = list(Organ.objects.active().filter(pk__in=organs).order_by("depth", "path"))
    own = {row.organ_id: row for row in SittingQuota.objects.filter(year=year, organ__in=organs)}
    days = Sitting.objects.held_in(year).filter(organ__in=organs, held_on__lte=on)
    held = Counter(days.values_list("organ_id", flat=True))
    found = []
    for organ in rows:
        row = own.get(organ.pk)
        least = row.least if row else usual(organ)
        if not least and not held[organ.pk]:
            continue
        months = row.planned if row else ()
        standing = quotas.standing(least, held[organ.pk], year=year, on=on, months=months)
        found.append(Figures(organ, standing, months))
    return sorted(found, key=lambda each: -each.standing.behind)


def usual(organ: Organ) -> int:
    """How often a year an organ of its kind is to have representatives."""
    if organ.level == OrganLevel.TOWN:
        return settings.SEATS_PER_YEAR["town"]
    if organ.kind == OrganKind.DEPARTMENT:
        return settings.SEATS_PER_YEAR["department"]
    if organ.kind == OrganKind.GOVERNMENT and organ.level == OrganLevel.DISTRICT:
        return settings.SEATS_PER_YEAR["district"]
    return 0


def sessions_to_observe(sitting: Sitting) -> QuerySet[EventSession]:
    """The sessions for which people may sign up to observe a hearing: published by its organ for
    that, and held around its beginning.
    """
    rows: QuerySet[EventSession] = EventSession.objects.filter(
        event__organ=sitting.organ_id, event__kind=Held.OBSERVING, called_off_at=None,
        event__status=EventStatus.PUBLISHED, starts_at__lte=sitting.meets_at,
        ends_at__gt=sitting.meets_at,
    )  # fmt: skip
    return rows.select_related("event").order_by("starts_at", "pk")


def observers_of(sitting: Sitting) -> EventSession | None:
    """The session for which one signs up to observe it, counted. One query at most."""
    if sitting.observers_id is None:
        return None
    rows = EventSession.objects.public().filter(pk=sitting.observers_id)
    return with_counts(rows.select_related("event")).first()


def observed_by(event: Event) -> list[Sitting]:
    """The hearings that people observe by signing up for an event. One query."""
    return list(Sitting.objects.public().filter(observers__event=event).order_by("meets_at", "pk"))
