"""Questionnaires among what one can take part in, and on the page of their decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.catalogues.sources import Coming
from decisions.dossiers.choices import Way
from decisions.dossiers.facts import TakingPart
from decisions.dossiers.sources import Told
from decisions.events.sources import Beside
from decisions.participation.offers import Offer, first_words
from decisions.surveys.choices import OFFERED
from decisions.surveys.models import Survey
from decisions.surveys.presenters.standing import count_words, stretch_words
from decisions.surveys.selectors import of_decision, of_event, rounded_counts, shown_surveys
from decisions.surveys.workflow import Status

if TYPE_CHECKING:
    from decisions.dossiers.models import Decision
    from decisions.events.models import Event

LABEL: Final = "问卷"
STEP: Final = "taking_part"
_MOST: Final = 300
_MOMENT: Final = dt.timedelta(microseconds=1)


def offered(at: dt.datetime) -> Iterator[Offer]:
    """Those that have begun and were not stopped."""
    rows = shown_surveys().filter(opens_at__lte=at).exclude(status=Status.STOPPED)
    held = list(rows[:_MOST])
    counts = rounded_counts(row.pk for row in held if row.status == Status.RUNNING)
    for row in held:
        yield Offer(
            kind=OFFERED,
            key=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=row.opens_at or at,
            closes_at=row.closes_at,
            public_at=row.released_at,
            answered_at=row.announced_at if row.status == Status.PUBLISHED else None,
            gist=first_words(row.gist),
            counts=_counts(row, counts),
            outcome=first_words(row.outcome),
        )


def facts_of(decision: Decision) -> Sequence[TakingPart]:
    """What the rules of a decision read of its questionnaires."""
    return [
        TakingPart(
            Way.SURVEY,
            *_days(row),
            opinions=_people(row),
            is_open=row.status != Status.PUBLISHED,
        )
        for row in of_decision(decision)
    ]


def told_of(decision: Decision) -> Sequence[Told]:
    """What everybody reads of them on the page of the decision."""
    return [
        Told(
            step=STEP,
            on=_days(row)[0],
            title=f"问卷：{row.title}",
            url=row.get_absolute_url(),
            words=f"{stretch_words(row)}。"
            + (f"收到{_people(row)}份。" if row.status == Status.PUBLISHED else ""),
            ends_on=_days(row)[1],
        )
        for row in of_decision(decision)
    ]


def beside_event(event: Event) -> Sequence[Beside]:
    """What whoever came is asked, on the page of the event. One query."""
    return [
        Beside(
            row.title, row.get_absolute_url(),
            f"收到{_people(row)}份，结果已公布" if row.status == Status.PUBLISHED
            else stretch_words(row),
        )
        for row in of_event(event)
    ]  # fmt: skip


def _counts(row: Survey, counts: dict[int, int]) -> str:
    if row.status == Status.PUBLISHED:
        return f"收到{_people(row)}份"
    return count_words(counts.get(row.pk, 0))


def _days(row: Survey) -> tuple[dt.date, dt.date]:
    """Its first and its last day; what was released has both."""
    opens, closes = row.opens_at or row.updated_at, row.closes_at or row.updated_at
    return timezone.localdate(opens), timezone.localdate(closes - _MOMENT)


def _people(row: Survey) -> int:
    """How many answered, known with the result alone."""
    return sum(each["n"] for each in row.figures or [])


def asked_in(decisions: Collection[int]) -> Collection[int]:
    """In which decisions a questionnaire was put to people. One query."""
    rows = Survey.objects.public().filter(decision__in=decisions).exclude(status=Status.STOPPED)
    return set(rows.values_list("decision", flat=True))


def days_of(items: Collection[int], at: dt.datetime) -> list[Coming]:
    """Until when one may answer about items of catalogues. One query."""
    rows = Survey.objects.open(at).filter(decision__item__in=items).select_related("decision")
    return [
        Coming(
            row.decision.item_id, _days(row)[1], row.title, row.get_absolute_url(),
            "问卷截止，24时",
        )
        for row in rows.order_by("closes_at", "pk")
        if row.decision is not None
    ]  # fmt: skip
