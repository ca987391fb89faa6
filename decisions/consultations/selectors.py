"""Reads of consultations that pages, acts and rules share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from decisions.consultations.deadlines import is_short
from decisions.consultations.models import (
    ChannelRecord,
    Consultation,
    DraftClause,
    DraftVersion,
    OpinionGroup,
)
from decisions.consultations.workflow import OpinionStatus
from decisions.ledgers import terms

_MOMENT = dt.timedelta(microseconds=1)


def last_day(consultation: Consultation) -> dt.date | None:
    """The day until whose 24时 one may write."""
    if consultation.closes_at is None:
        return None
    return timezone.localdate(consultation.closes_at - _MOMENT)


def published_on(consultation: Consultation) -> dt.date | None:
    """The day of publication, which is not counted."""
    return timezone.localdate(consultation.opens_at) if consultation.opens_at else None


def is_over(consultation: Consultation, on: dt.date) -> bool:
    """Whether its last day lies before a day."""
    last = last_day(consultation)
    return last is not None and last < on


def newest(consultation: Consultation) -> DraftVersion | None:
    """The newest version that is public."""
    rows = consultation.versions.filter(released_at__isnull=False)
    return rows.order_by("-version").first()


def waiting_version(consultation: Consultation) -> DraftVersion | None:
    """A version that was put in after the newest public one, and waits for another hand."""
    last = consultation.versions.order_by("-version").first()
    return last if last and last.released_at is None else None


def lacks(consultation: Consultation) -> list[str]:
    """What keeps it from being announced, in words."""
    found = []
    published, last = published_on(consultation), last_day(consultation)
    if published is None or last is None:
        found.append("发布时间和最后一天")
    elif is_short(published, last):
        if consultation.asks_enterprises:
            found.append("三十日以上的期限（涉及经营主体）")
        elif not consultation.short_reason:
            found.append("不足三十日的理由")
    if not consultation.gist:
        found.append("为什么征求意见")
    if not consultation.versions.exists():
        found.append("草案")
    return found


def clauses_named(keys: Iterable[int | None]) -> dict[int, DraftClause]:
    """Clauses by their keys, each with its version."""
    wanted = [key for key in keys if key is not None]
    rows = DraftClause.objects.select_related("version").defer("version__text")
    return {row.pk: row for row in rows.filter(pk__in=wanted)}


def missing_entries(consultation: Consultation) -> list[tuple[ChannelRecord, int]]:
    """The occasions of which another number of opinions was typed in than was recorded."""
    rows = consultation.channels.filter(struck_at__isnull=True).annotate(
        typed=Count("entered", filter=~Q(entered__status=OpinionStatus.WITHDRAWN))
    )
    return [(row, row.typed) for row in rows if row.typed != row.opinions]


def concentrated_least() -> int:
    """From how many opinions on the same is called concentrated; no rule names a number."""
    least: int = settings.CONSULTATION_CONCENTRATED_LEAST
    return least


def unexplained_copies(consultation: Consultation) -> int:
    """The largest number of opinions in the same words that were answered one by one without an
    explanation for all; 0 where there is nothing to explain.
    """
    rows = (
        consultation.opinions.counted()
        .filter(group__isnull=True, outcome__in=sorted(terms.NOT_WHOLLY_ADOPTED))
        .exclude(text_index="")
        .order_by()
        .values("now", "text_index")
        .annotate(number=Count("pk"))
        .filter(number__gte=concentrated_least())
        .order_by("-number")
    )
    first = rows.first()
    return int(first["number"]) if first else 0


def proposals_of(consultation: Consultation, *, most: int = 30) -> list[dict[str, Any]]:
    """Opinions that are perhaps the same and in no group: by proposal its key, how many, on which
    clause; the largest first. One query.
    """
    rows = (
        consultation.opinions.open()
        .filter(group__isnull=True, alike__isnull=False)
        .order_by()
        .values("alike", "now__label")
        .annotate(number=Count("pk"), texts=Count("text_index", distinct=True))
        .filter(number__gt=1)
        .order_by("-number", "alike")[:most]
    )
    return list(rows)


def concentrated_groups(consultation: Consultation) -> QuerySet[OpinionGroup]:
    """Groups so large that they are explained where they were not adopted."""
    rows = consultation.groups.select_related("clause")
    return rows.filter(
        opinions__gte=concentrated_least(), outcome__in=sorted(terms.NOT_WHOLLY_ADOPTED)
    )
