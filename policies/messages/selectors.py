"""Reads of messages that several pages share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from policies.messages.choices import BY_CITIZENS
from policies.messages.indicators import Month
from policies.messages.models import (
    GramCount,
    Message,
    MessageChannel,
    PublishedMessage,
    StockPhrase,
)
from policies.messages.similarity import rarest
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.common.alike import ALIKE, bigrams, containment
from portal.organs.models import Organ, SiteProfile

# So many of one organ's newest open messages are put side by side.
MOST_COMPARED = 300
_ANSWERED = Q(answered_on__isnull=False) | Q(merged_into__answered_on__isnull=False)
_RANKED = 50


def open_channels() -> QuerySet[MessageChannel]:
    """Those that citizens may write into now."""
    return MessageChannel.objects.filter(is_open=True, entrance__in=BY_CITIZENS)


def phrases_for(organ: Organ) -> QuerySet[StockPhrase]:
    """常用说法 in use of an organ and of those above it, the higher first."""
    step = organ.steplen
    above = [organ.path[:end] for end in range(step, len(organ.path) + 1, step)]
    return StockPhrase.objects.filter(is_active=True, organ__path__in=above)


def organs_that_answer() -> QuerySet[Organ]:
    """The organs of the site that have somebody to distribute messages."""
    site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
    organs = Organ.objects.active().filter(memberships__role=Role.MESSAGE_DESK)
    if site:
        organs = organs.filter(path__startswith=site.organ.path)
    return organs.distinct().order_by("depth", "path")


@dataclass(frozen=True)
class Similar:
    """Something that asks much the same, and how much of the shorter is in the longer."""

    row: Any
    share: float


def published_like(text: str, *, most: int = 3) -> list[Similar]:
    """Published answers to much the same question, the likest first. Two queries."""
    grams = bigrams(text)
    counts = dict(GramCount.objects.filter(pk__in=grams, count__gt=0).values_list("pk", "count"))
    sought = rarest(grams, counts)
    if not sought:
        return []
    rows = PublishedMessage.objects.live().filter(grams__overlap=sought).select_related("organ")
    return _likest(grams, ((row, frozenset(row.grams)) for row in rows[: _RANKED * 4]), most)


def open_like(message: Message, *, most: int = 10) -> list[Similar]:
    """Other messages that lie with the same organ unanswered and ask much the same.

    Their texts are sealed and have no index: so many of the newest are opened as one organ has.
    """
    rows = Message.objects.filter(
        organ=message.organ_id,
        status__in=(Status.RECEIVED, Status.ASSIGNED, Status.ANSWERING),
        purged_at=None,
    ).exclude(pk=message.pk)
    newest = rows.order_by("-submitted_at")[:MOST_COMPARED]
    return _likest(bigrams(message.text), ((row, bigrams(row.text)) for row in newest), most)


def organ_months(
    organs: set[int], first: dt.date, after: dt.date, *, on: dt.date
) -> list[tuple[Organ, Month]]:
    """Each of these organs with its figures of the days from `first` on and before `after`.

    A message is counted where it lies; one that was merged is answered with the other.
    """
    rows = Message.objects.valid().filter(
        organ_id__in=organs, received_on__gte=first, received_on__lt=after
    )
    late = Q(status__in=Status.open, due_on__lt=on)
    figures = rows.values("organ").annotate(
        received=Count("pk"),
        answered=Count("pk", filter=_ANSWERED),
        published=Count("pk", filter=Q(published__is_live=True)),
        overdue=Count("pk", filter=late),
    )
    names = Organ.objects.in_bulk([row["organ"] for row in figures])
    found = [
        (
            names[row.pop("organ")],
            Month(**row),
        )
        for row in (dict(each) for each in figures)
    ]
    return sorted(found, key=lambda pair: pair[0].path)


def _likest(grams: frozenset[str], rows: Any, most: int) -> list[Similar]:
    shared = sorted(
        ((len(grams & other), row, other) for row, other in rows),
        key=lambda found: (-found[0], -found[1].pk),
    )
    likely = [Similar(row, containment(grams, other)) for _, row, other in shared[:_RANKED]]
    likely.sort(key=lambda each: -each.share)
    return [each for each in likely if each.share >= ALIKE][:most]


@dataclass(frozen=True)
class SoFar:
    """The figures of this month for everybody: of all organs of the site together."""

    received: int
    answered: int
    late: int
    published: int


def month_so_far(*, on: dt.date) -> SoFar:
    """What came this month, and what became of it. Two queries."""
    first = on.replace(day=1)
    figures = (
        Message.objects.valid()
        .filter(received_on__gte=first, received_on__lte=on)
        .aggregate(
            received=Count("pk"),
            answered=Count("pk", filter=_ANSWERED),
            late=Count("pk", filter=Q(status__in=Status.open, due_on__lt=on)),
        )
    )
    shown = PublishedMessage.objects.live().filter(answered_on__gte=first, answered_on__lte=on)
    return SoFar(**figures, published=shown.count())


def published_under(policy: int, *, most: int) -> list[PublishedMessage]:
    """The latest answers under a policy."""
    rows = PublishedMessage.objects.live().filter(policy_id=policy)
    latest = rows.select_related("organ").order_by("-answered_on", "-id")
    return list(latest[:most])
