"""What the page of a decision, and its rules, read of its consultations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from decisions.catalogues.sources import Coming
from decisions.consultations.choices import Way
from decisions.consultations.models import Consultation
from decisions.consultations.presenters.words import standing_of
from decisions.consultations.selectors import last_day, published_on
from decisions.consultations.workflow import OpinionStatus, Status
from decisions.dossiers import steps, terms
from decisions.dossiers.facts import TakingPart
from decisions.dossiers.models import Decision
from decisions.dossiers.sources import Told

_COUNTING: Final = (Status.RUNNING, Status.SETTLED, Status.OUTCOME, Status.ANSWERED)
# Occasions that stand for themselves among the ways of taking part; letters belong to the call.
_OCCASIONS: Final = (Way.SEMINAR, Way.HEARING, Way.VISIT, Way.SURVEY)


def facts_of(decision: Decision) -> Sequence[TakingPart]:
    """Each consultation and each occasion beside it, as the rules of a decision read them. Two
    queries.
    """
    return list(_facts(decision))


def _facts(decision: Decision) -> Iterator[TakingPart]:
    counted = Count("opinions", filter=~Q(opinions__status=OpinionStatus.WITHDRAWN))
    rows = decision.consultations.filter(status__in=_COUNTING).annotate(received=counted)
    for row in rows.prefetch_related("channels").order_by("opens_at", "pk"):
        first, last = published_on(row), last_day(row)
        if first is None or last is None:
            continue
        yield TakingPart(
            way=terms.OPEN_CALL,
            first=first,
            last=last,
            opinions=row.received,
            short_reason=row.short_reason,
            is_open=row.status == Status.RUNNING,
        )
        for each in row.channels.all():
            if each.struck_at is None and each.way in _OCCASIONS:
                yield TakingPart(
                    way=each.way,
                    first=each.first,
                    last=each.last,
                    opinions=each.opinions,
                    names_on=each.names_on,
                    materials_on=each.materials_on,
                    is_signed=each.signed_on is not None,
                )


def asked_in(decisions: Collection[int]) -> Collection[int]:
    """In which decisions a consultation was announced. One query."""
    rows = Consultation.objects.public(timezone.now()).filter(decision__in=decisions)
    return set(rows.values_list("decision", flat=True))


def days_of(items: Collection[int], at: dt.datetime) -> list[Coming]:
    """Until when one may write on the drafts of items of catalogues. One query."""
    rows = Consultation.objects.public(at).filter(decision__item__in=items, closes_at__gt=at)
    return [
        Coming(row.decision.item_id, last, row.title, row.get_absolute_url(), "意见截止，24时")
        for row in rows.select_related("decision").order_by("closes_at", "pk")
        if row.decision is not None and (last := last_day(row)) is not None
    ]


def told_of(decision: Decision, at: dt.datetime) -> Sequence[Told]:
    """The lines of its page: each consultation from the instant of its publication, and its outcome
    from the moment that is public. One query.
    """
    found = []
    counted = Count("opinions", filter=~Q(opinions__status=OpinionStatus.WITHDRAWN))
    rows = Consultation.objects.public(at).filter(decision=decision).annotate(received=counted)
    for row in rows.order_by("opens_at", "pk"):
        published = published_on(row)
        if published is None:
            continue
        found.append(
            Told(
                steps.TAKING_PART, published, "向社会公开征求意见", row.get_absolute_url(),
                f"{standing_of(row, at).words}。", last_day(row),
            )
        )  # fmt: skip
        if row.status == Status.ANSWERED and row.outcome_at is not None:
            number = f"收到{row.received}条意见" if row.received else "未收到意见"
            found.append(
                Told(
                    steps.TAKING_PART, timezone.localdate(row.outcome_at), "意见采纳情况",
                    reverse("decisions:consultation_outcome", args=[row.pk]), f"{number}。",
                )
            )  # fmt: skip
    return found
