"""Reads of collections shaped for their pages."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.choices import Validity
from disclosure.models import Document, DocumentRelation
from policies.collections.choices import Kind
from policies.collections.completeness import STALE
from policies.collections.models import (
    Candidate,
    CollectionMember,
    CollectionVersion,
    PackCondition,
    PolicyCollection,
)
from policies.collections.workflow import Status
from portal.links.registry import Place, Source

if TYPE_CHECKING:
    from django.db.models import QuerySet


_IN_USE = (*Status.open, Status.RELEASED)
_PAST = (Validity.REPEALED, Validity.EXPIRED)


@dataclass(frozen=True)
class Shelf:
    """A part of a collection with what stands in it; the first may have no heading."""

    title: str
    members: Sequence[CollectionMember]


@dataclass(frozen=True)
class Report:
    """How a collection stands: what it holds, what of it has lapsed, what waits."""

    collection: PolicyCollection
    version: CollectionVersion | None
    members: int
    lapsed: int
    waiting: int
    late: int
    is_stale: bool


@dataclass
class Edge:
    """What one document of a collection does to another."""

    source: Document
    label: str
    target: Document


@dataclass
class Map:
    """图谱: the documents in the order of their days, and what they do to each other."""

    documents: list[Document] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def released() -> QuerySet[CollectionVersion]:
    """The versions that anyone reads, in the order of their collections."""
    rows = CollectionVersion.objects.filter(status=Status.RELEASED)
    return rows.select_related("collection__organ", "collection__audience").order_by(
        "collection__position", "collection_id"
    )


def version_of(slug: str) -> CollectionVersion | None:
    """The released version of a collection, with its conditions."""
    return (
        released()
        .filter(collection__slug=slug)
        .prefetch_related(
            Prefetch("conditions", PackCondition.objects.order_by("position")),
            "collection__tags",
        )
        .first()
    )


def shelves_of(collection: PolicyCollection) -> list[Shelf]:
    """What anyone may read of it, by group; a document that is not public any more is left out."""
    rows = collection.members.select_related("document__organ", "group").filter(
        Q(document=None) | Q(document__in=Document.objects.public())
    )
    by_group: dict[str, list[CollectionMember]] = defaultdict(list)
    for row in rows.defer("document__text", "document__body"):
        by_group[row.group.title if row.group else ""].append(row)
    titles = ["", *collection.groups.values_list("title", flat=True)]
    return [Shelf(title, by_group[title]) for title in titles if by_group[title]]


def open_candidates(collection: PolicyCollection) -> QuerySet[Candidate]:
    """What waits to be taken in, soonest due first; a document nobody may read is no task."""
    rows = Candidate.objects.open().filter(
        collection=collection, document__in=Document.objects.public()
    )
    return rows.select_related("document").order_by("due_on", "pk")


def map_of(shelves: Iterable[Shelf]) -> Map:
    """The relations among the documents of a collection."""
    found = {
        row.document_id: row.document for shelf in shelves for row in shelf.members if row.document
    }
    documents = sorted(found.values(), key=lambda each: (each.signed_on or dt.date.min, each.pk))
    relations = DocumentRelation.objects.filter(source__in=found, target__in=found)
    edges = [
        Edge(found[row.source_id], row.get_kind_display(), found[row.target_id])
        for row in relations.order_by("pk")
    ]
    return Map(documents, edges)


def packs_beside(version: CollectionVersion) -> list[CollectionVersion]:
    """The packs for the same audience, this one among them, to be compared."""
    rows = released().filter(
        collection__kind=Kind.PACK, collection__audience=version.collection.audience_id
    )
    found = list(rows)
    return found if len(found) > 1 else []


def reports(collections: Iterable[PolicyCollection], *, on: dt.date) -> list[Report]:
    """How collections stand on a day; one query for each kind of fact."""
    rows = list(collections)
    versions = {
        row.collection_id: row
        for row in CollectionVersion.objects.filter(collection__in=rows, status=Status.RELEASED)
    }
    past = Q(members__document__validity__in=_PAST)
    counts = {
        row.pk: row
        for row in PolicyCollection.objects.filter(pk__in=[each.pk for each in rows]).annotate(
            held=Count("members", distinct=True),
            lapsed=Count("members", filter=past, distinct=True),
        )
    }
    waiting: Mapping[int, int] = _counted(Candidate.objects.open().filter(collection__in=rows))
    late = _counted(Candidate.objects.late(on=on).filter(collection__in=rows))
    return [
        Report(
            collection=row,
            version=versions.get(row.pk),
            members=counts[row.pk].held,
            lapsed=counts[row.pk].lapsed,
            waiting=waiting.get(row.pk, 0),
            late=late.get(row.pk, 0),
            is_stale=timezone.localdate(row.changed_at) + STALE < on,
        )
        for row in rows
    ]


def _counted(rows: QuerySet[Candidate]) -> dict[int, int]:
    public = rows.filter(document__in=Document.objects.public())
    return dict(public.order_by().values_list("collection").annotate(Count("pk")))


def _addresses() -> set[str]:
    """The pages of other sites that collections hold, and where packs are applied for."""
    outside = CollectionMember.objects.exclude(url="").values_list("url", flat=True)
    applied = CollectionVersion.objects.filter(status__in=_IN_USE).exclude(apply_url="")
    return {*outside, *applied.values_list("apply_url", flat=True)}


def _places(organs: Collection[int], among: Collection[str] | None) -> Iterator[Place]:
    """The collections of these organs with an address; mended where their contents are kept."""
    rows = PolicyCollection.objects.filter(organ_id__in=organs).prefetch_related(
        Prefetch("members", CollectionMember.objects.exclude(url="").order_by("pk")),
        Prefetch("versions", CollectionVersion.objects.filter(status__in=_IN_USE).order_by("pk")),
    )
    for row in rows.order_by("pk"):
        versions = list(row.versions.all())
        urls = tuple(
            url
            for url in (
                *(member.url for member in row.members.all()),
                *(version.apply_url for version in versions if version.apply_url),
            )
            if among is None or url in among
        )
        if urls:
            mend = reverse("admin:policies_collectionversion_contents", args=[row.pk])
            title = versions[-1].title if versions else row.slug
            yield Place(row.organ_id, title, mend, urls)


PATROLLED = Source("policies.collections", "专题和服务包", _addresses, _places)
