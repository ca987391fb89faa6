"""Reads of the public pages that join models; each is a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q

from disclosure.choices import RelationKind, Status
from disclosure.models import Document, DocumentAttachment, DocumentRelation
from portal.organs.models import Organ
from portal.taxonomy.models import DisclosureCategory, PolicyTag, Theme

if TYPE_CHECKING:
    from disclosure.querysets import DocumentQuerySet

CHANGING = (RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.REPLACES)


def reading_page() -> DocumentQuerySet:
    """Public documents with everything their page shows."""
    return with_reading_parts(Document.objects.public())


def with_reading_parts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The documents with everything their page shows; what else it names is public."""
    relations = DocumentRelation.objects.order_by("effective_on", "id")
    files = DocumentAttachment.objects.filter(is_source=False).select_related("file")
    return documents.with_page_parts().prefetch_related(
        "subject_words",
        Prefetch("attachments", queryset=files, to_attr="public_files"),
        Prefetch(
            "relations_in",
            queryset=relations.filter(source__status=Status.PUBLISHED).select_related("source"),
            to_attr="public_in",
        ),
        Prefetch(
            "relations_out",
            queryset=relations.filter(target__status=Status.PUBLISHED).select_related("target"),
            to_attr="public_out",
        ),
    )


def row_parts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The documents with what a list row shows, and without their bodies."""
    changes = DocumentRelation.objects.filter(
        kind__in=CHANGING, source__status=Status.PUBLISHED
    ).select_related("source")
    return (
        documents.select_related("organ")
        .annotate(file_count=Count("attachments", filter=Q(attachments__is_source=False)))
        .prefetch_related(
            "issuer_rows",
            Prefetch(
                "relations_in", queryset=changes.order_by("effective_on"), to_attr="public_in"
            ),
        )
        .defer("body")
    )


def list_rows(ids: Iterable[int]) -> Mapping[int, Document]:
    """Public documents of a result page by id."""
    return {row.pk: row for row in row_parts(Document.objects.public().filter(pk__in=list(ids)))}


def organs_by_code() -> Mapping[str, Organ]:
    """Every organ still at work, in the order of the tree."""
    return {organ.code: organ for organ in Organ.objects.active()}


def category_names() -> Mapping[str, str]:
    """Short names of the statutory categories, by the value the search index uses."""
    rows = DisclosureCategory.objects.all()
    return {category_value(row.article, row.item): row.name for row in rows}


def category_value(article: int, item: int) -> str:
    """How the search index writes an item: the number alone for Art. 20, 21-2 for Art. 21."""
    return str(item) if article == 20 else f"{article}-{item}"


def themes_in_use() -> list[Theme]:
    """Top-level themes that hold public documents, with their number, in the official order."""
    below = Q(children__document__status=Status.PUBLISHED)
    own = Q(document__status=Status.PUBLISHED)
    themes = Theme.objects.filter(parent=None).annotate(
        below=Count("children__document", filter=below, distinct=True),
        own=Count("document", filter=own, distinct=True),
    )
    return [theme for theme in themes if theme.below + theme.own]


def tags_in_use(limit: int) -> list[PolicyTag]:
    """The policy tags on most public documents."""
    published = Q(document__status=Status.PUBLISHED)
    tags = PolicyTag.objects.filter(is_active=True).annotate(n=Count("document", filter=published))
    return list(tags.filter(n__gt=0).order_by("-n", "name")[:limit])
