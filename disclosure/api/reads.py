"""Reads shaped for the interface; each a fixed number of queries, public documents only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Prefetch

from disclosure.models import Document
from disclosure.selectors import public_documents
from portal.organs.models import Organ
from portal.taxonomy.models import PolicyTag, Theme


def briefly(ids: Iterable[int]) -> Mapping[int, Document]:
    """Public documents by id with what a list of the interface tells of each."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Document.objects.public().filter(pk__in=wanted).with_page_parts()
    return {row.pk: row for row in rows.prefetch_related("subject_words").defer("body", "text")}


def organ_tree() -> list[Organ]:
    """The roots of the organs at work; each has its own below it in `below`."""
    roots: list[Organ] = []
    by_path: dict[str, Organ] = {}
    for organ in Organ.objects.active():
        organ.below = []
        by_path[organ.path] = organ
        above = by_path.get(organ.path[: -organ.steplen])
        (above.below if above else roots).append(organ)
    return roots


def themes_with_counts() -> list[Theme]:
    """The top-level themes with those below them in `below`, each with its public documents."""
    # Counting drops the order that the model gives.
    counted = Theme.objects.annotate(
        documents=Count("document", filter=public_documents("document"))
    ).order_by("path_order", "number")
    return list(
        counted.filter(parent=None).prefetch_related(
            Prefetch("children", queryset=counted, to_attr="below")
        )
    )


def tags_with_counts() -> list[PolicyTag]:
    """The tags in use with the number of public documents that bear each."""
    public = public_documents("document")
    tags = PolicyTag.objects.filter(is_active=True)
    counted = tags.annotate(documents=Count("document", filter=public))
    return list(counted.order_by("group", "name"))
