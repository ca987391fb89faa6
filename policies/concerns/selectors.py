"""Reads of concerns that pages, acts and tasks share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from disclosure.models import Document
from policies.answers.models import Entry
from policies.concerns.deadlines import Due, Hours, next_due
from policies.concerns.indicators import Course, Figures, figures_of
from policies.concerns.models import Concern, ConcernStatement, HotLine, HotList
from policies.interpretations.models import Interpretation
from policies.messages.models import PublishedMessage
from portal.links.registry import Place, Source
from portal.organs.models import Organ

_BESIDE = 3


def hours_in_use() -> Hours:
    """The hours of this place."""
    return Hours(
        information=settings.CONCERN_INFORMATION_HOURS,
        press=settings.CONCERN_PRESS_HOURS,
        other=settings.CONCERN_OTHER_HOURS,
    )


def moment_due(concern: Concern) -> dt.datetime | None:
    """The nearest moment that a concern still has to keep."""
    return next_due(
        Due(concern.information_due_at, concern.press_due_at),
        is_answered=concern.first_public_at is not None,
        has_met_press=concern.has_met_press,
    )


def open_statement(concern: Concern) -> ConcernStatement | None:
    """What is being written, if anything is."""
    found: ConcernStatement | None = concern.statements.filter(released_at=None).first()
    return found


def read_statements(concern: Concern) -> list[ConcernStatement]:
    """What anyone reads of it, in its order, with those of its links that anyone may follow."""
    rows = concern.statements.filter(released_at__isnull=False, withdrawn_at=None)
    return list(_with_links(rows))


def all_statements(concern: Concern) -> list[ConcernStatement]:
    """Everything that was ever written in answer, for those who work on it."""
    return list(_with_links(concern.statements.select_related("released_by")))


def _with_links(rows: QuerySet[ConcernStatement]) -> QuerySet[ConcernStatement]:
    documents = Document.objects.public().defer("body", "text").order_by("pk")
    asked = PublishedMessage.objects.live().select_related("organ").order_by("pk")
    return rows.order_by("position").prefetch_related(
        Prefetch("policies", documents), Prefetch("messages", asked)
    )


def public_rows(ids: Iterable[int]) -> dict[int, Concern]:
    """Answered concerns by key as a list shows them."""
    rows = Concern.objects.public().select_related("organ")
    found: dict[int, Concern] = rows.in_bulk(list(ids))
    return found


@dataclass(frozen=True)
class Beside:
    """The answers to concern that name a document, the latest first."""

    concerns: list[Concern]


def beside(document: Document, on: dt.date) -> Beside | None:
    """What stands beside a document; None where nothing names it. One query."""
    del on
    named = ConcernStatement.objects.filter(
        policies=document, released_at__isnull=False, withdrawn_at=None
    )
    rows = Concern.objects.public().filter(pk__in=named.values("concern"))
    found = list(rows.order_by("-public_at", "-pk")[:_BESIDE])
    return Beside(found) if found else None


def month_figures(
    organs: Collection[int], first: dt.datetime, after: dt.datetime, *, now: dt.datetime
) -> list[tuple[Organ, Figures]]:
    """Each of these organs with its figures of the concerns noticed in a stretch. Two queries."""
    rows: dict[int, list[Concern]] = {}
    for row in noticed_in(organs, first, after):
        rows.setdefault(row.organ_id, []).append(row)
    named = Organ.objects.filter(pk__in=rows)
    return [
        (organ, figures_of((course_of(row) for row in rows[organ.pk]), now=now)) for organ in named
    ]


def noticed_in(
    organs: Collection[int], first: dt.datetime, after: dt.datetime
) -> QuerySet[Concern]:
    """The concerns of these organs that were noticed in a stretch and called for an answer."""
    rows = Concern.objects.filter(organ_id__in=organs, noticed_at__gte=first, noticed_at__lt=after)
    wanted: QuerySet[Concern] = rows.exclude(status="discarded").order_by("noticed_at", "pk")
    return wanted


def course_of(concern: Concern) -> Course:
    """What is counted of a concern."""
    return Course(
        noticed_at=concern.noticed_at,
        due_at=concern.information_due_at,
        answered_at=concern.first_public_at,
        press_due_at=concern.press_due_at,
        press_held_at=concern.press_held_at,
        has_press_reason=bool(concern.press_none),
    )


def lists_of_site(organ: Organ | None) -> QuerySet[HotList]:
    """The months that anyone may read of an organ, the latest first."""
    rows: QuerySet[HotList] = HotList.objects.public().filter(organ=organ)
    return rows.select_related("organ").order_by("-month")


def public_lines(hot_list: HotList) -> list[HotLine]:
    """The lines that anyone reads: what they name has to be public itself, and so has what answers
    them. Two queries.
    """
    named = (Q(document=None) | Q(document__in=Document.objects.public())) & (
        Q(entry=None) | Q(entry__in=Entry.objects.public())
    )
    rows = lines_of(hot_list).filter(named)
    shown = list(rows)
    editions = public_editions(row.series_id for row in shown if row.series_id)
    for row in shown:
        _lead(row, editions)
    return shown


def lines_of(hot_list: HotList) -> QuerySet[HotLine]:
    """All lines of a month, with whether what answers them is public."""
    rows = hot_list.lines.select_related(
        "document", "theme", "entry__current", "answer__current", "concern"
    ).defer("document__body", "document__text")
    answered = Entry.objects.public().values("pk")
    ordered: QuerySet[HotLine] = rows.annotate(is_answered=Q(answer__in=answered))
    return ordered.order_by("kind", "place")


def public_editions(series: Iterable[int]) -> dict[int, str]:
    """The titles of interpretations that anyone may read, by their series."""
    rows = Interpretation.objects.public().filter(series__in=set(series))
    return dict(rows.values_list("series", "title"))


def _lead(row: Any, editions: dict[int, str]) -> None:
    """Where the line leads for its answer, and in which words; nowhere where it is not public."""
    row.led = None
    if row.answer_id and row.is_answered:
        row.led = (row.answer.get_absolute_url(), row.answer.current.question, "问答")
    elif row.concern_id and row.concern.public_at:
        row.led = (row.concern.get_absolute_url(), row.concern.title, "回应关切")
    elif row.series_id in editions:
        address = reverse("policies:interpretation", args=[row.series_id])
        row.led = (address, editions[row.series_id], "解读")


def _addresses() -> set[str]:
    """Where concerns were noticed and conferences are recorded."""
    rows = Concern.objects.exclude(status="discarded").values_list("origin_url", "press_url")
    return {url for pair in rows for url in pair if url}


def _places(organs: Collection[int], among: Collection[str] | None) -> Iterator[Place]:
    """The concerns of these organs with an address."""
    rows = Concern.objects.filter(organ_id__in=organs).exclude(status="discarded")
    if among is not None:
        rows = rows.filter(Q(origin_url__in=among) | Q(press_url__in=among))
    for row in rows.exclude(origin_url="", press_url="").order_by("pk").iterator(chunk_size=200):
        urls = tuple(url for url in (row.origin_url, row.press_url) if url)
        mend = reverse("admin:policies_concern_change", args=[row.pk])
        yield Place(row.organ_id, row.title, mend, urls)


PATROLLED = Source("policies.concerns", "回应关切", _addresses, _places)
