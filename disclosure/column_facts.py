"""How much each column holds, and how fresh it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Max, OuterRef, Q, Subquery, When
from django.utils import timezone

from disclosure.address import Address
from disclosure.filters import base_of
from disclosure.freshness import Freshness, freshness
from disclosure.models import Column, Document
from disclosure.search_entries import PUBLIC_KIND
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery, search
from portal.search.querysets import SearchEntryQuerySet, facet_term
from portal.search.tokens import clean


@dataclass(frozen=True)
class Holding:
    """What a column shows before its reader narrows it: how many, and the newest one's moment.

    First publication counts: to withdraw a document and publish it again makes nothing new, nor
    does taking in a 历史公文.
    """

    count: int
    newest_at: dt.datetime | None


@dataclass(frozen=True)
class ColumnReport:
    """One column with what it holds and how it stands on a day."""

    column: Column
    count: int
    newest_on: dt.date | None
    freshness: Freshness


def listed_columns() -> Sequence[Column]:
    """The columns of the site in their order."""
    return list(Column.objects.filter(is_listed=True).select_related("organ"))


def column_reports(columns: Iterable[Column], *, on: dt.date) -> list[ColumnReport]:
    """Each column on a day; one query for all of them, and a search for each that has a text."""
    rows = list(columns)
    held = holdings(rows)
    return [_report(column, held[column.pk], on=on) for column in rows]


def holdings(columns: Iterable[Column]) -> dict[int, Holding]:
    """What each column holds, by its key."""
    bases = {column.pk: base_of(column.criteria) for column in columns}
    found = {pk: _searched(base) for pk, base in bases.items() if base.text}
    plain = {pk: _condition(base) for pk, base in bases.items() if not base.text}
    if plain:
        counts = {f"count_{pk}": Count("pk", filter=met) for pk, met in plain.items()}
        newest = {f"newest_{pk}": Max("first_at", filter=met) for pk, met in plain.items()}
        row = _public_entries().aggregate(**counts, **newest)
        found |= {pk: Holding(row[f"count_{pk}"], row[f"newest_{pk}"]) for pk in plain}
    return found


def _report(column: Column, held: Holding, *, on: dt.date) -> ColumnReport:
    newest_on = timezone.localdate(held.newest_at) if held.newest_at else None
    standing = freshness(newest_on=newest_on, rhythm=column.rhythm, on=on)
    return ColumnReport(column, held.count, newest_on, standing)


def _public_entries() -> SearchEntryQuerySet:
    """Search entries whose document is public, with the moment of its first publication."""
    public = Document.objects.public().filter(pk=OuterRef("object_id"))
    # Of a 历史公文 `listed_at` is the day on which it first came out.
    came_out = Case(
        When(first_published_on__isnull=False, then="listed_at"), default="first_published_at"
    )
    first = public.annotate(came_out=came_out).values("came_out")
    entries = SearchEntry.objects.live([PUBLIC_KIND]).annotate(first_at=Subquery(first))
    return entries.filter(first_at__isnull=False)


def _condition(base: Address) -> Q:
    met = Q(pk__isnull=False)
    for name, values in base.query.filters.items():
        met &= Q(facet_terms__overlap=[facet_term(name, clean(value)) for value in values])
    return met


def _searched(base: Address) -> Holding:
    query: SearchQuery = replace(base.query, sort="published_on", per_page=1)
    found = search(query, viewer=AnonymousUser())
    newest = Document.objects.public().filter(pk__in=[hit.object_id for hit in found.hits]).first()
    return Holding(found.total, _came_out(newest) if newest else None)


def _came_out(document: Document) -> dt.datetime | None:
    return document.shown_at if document.is_historical else document.first_published_at
