"""Which links of documents lead nowhere: paths of our own, attachments, addresses outside."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, reduce
from itertools import islice
from operator import or_
from typing import Any
from urllib.parse import unquote

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import (
    Resolver404,
    ResolverMatch,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)

from disclosure.models import Column, Document, DocumentAttachment
from disclosure.querysets import DocumentQuerySet
from portal.links.registry import Lost, Place, Source
from portal.links.selectors import dead_of, own_hosts
from portal.links.texts import Links, links_in

_BATCH = 200


class LinkKind(Enum):
    """What a dead link points at."""

    INTERNAL = "站内链接"
    ATTACHMENT = "附件"
    EXTERNAL = "外部链接"


@dataclass(frozen=True)
class DeadLink:
    """One link that leads nowhere, and why."""

    kind: LinkKind
    target: str
    problem: str

    @property
    def is_ours(self) -> bool:
        """Whether mending it lies with us alone."""
        return self.kind is not LinkKind.EXTERNAL


@dataclass(frozen=True)
class Found:
    """One document with its dead links."""

    document: Document
    links: tuple[DeadLink, ...]


def dead_links(document: Document) -> tuple[DeadLink, ...]:
    """The dead links of one document in whatever state."""
    hosts = own_hosts() if "://" in document.body else ()
    attached = list(document.attachments.all())
    prefetch_related_objects(attached, "file")
    ((_, named, lost),) = _examined([document], attached, hosts)
    return _with_outside(named, lost, dead_of(named))


def with_dead_links(documents: DocumentQuerySet) -> Iterator[Found]:
    """Those of the documents that have any; a fixed number of queries for each batch."""
    examined = _batches(documents)
    while batch := list(islice(examined, _BATCH)):
        dead = dead_of({url for _, named, _ in batch for url in named})
        for row, named, lost in batch:
            if links := _with_outside(named, lost, dead):
                yield Found(row, links)


def candidates(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Those that name any address or have attachments: the others need not be read."""
    attached = DocumentAttachment.objects.filter(document=OuterRef("pk"), is_source=False)
    roots = "|".join(sorted(own_roots()))
    named = Q(body__iregex=r"https?://") | Q(body__regex=rf"/({roots})")
    return documents.filter(named | Exists(attached))


def outside_addresses() -> set[str]:
    """Every outside address named by what is public or on its way there."""
    hosts = own_hosts()
    naming = Document.objects.filter(body__iregex=r"https?://")
    rows = naming.public() | naming.awaiting_publication()
    bodies = rows.order_by().values_list("body", flat=True).iterator(_BATCH)
    return {url for body in bodies for url in _links(body, hosts).external}


def places(organs: Collection[int], among: Collection[str] | None) -> Iterator[Place]:
    """The documents of these organs, public or on their way there, that name an address outside or
    have lost one of our own; with `among` those that name one of these. A fixed number of queries
    for each batch.
    """
    own = Document.objects.filter(organ_id__in=organs)
    if among is not None:
        own = own.filter(reduce(or_, (Q(body__contains=url) for url in among), Q(pk__in=())))
    for row, named, lost in _batches(own.published() | own.awaiting_publication()):
        if named or lost:
            yield Place(
                row.organ_id,
                row.title,
                reverse("admin:disclosure_document_change", args=[row.pk]),
                named,
                tuple(Lost(link.kind.value, link.target, link.problem) for link in lost),
            )


PATROLLED = Source("disclosure.documents", "公文", outside_addresses, places)


@cache
def own_roots() -> frozenset[str]:
    """The first parts of our own addresses."""
    return frozenset(_roots(get_resolver()))


def _roots(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        first = str(pattern.pattern).lstrip("^").partition("/")[0]
        if isinstance(pattern, URLResolver) and not first:
            yield from _roots(pattern)
        elif isinstance(pattern, URLPattern | URLResolver) and first.replace(".", "").isalnum():
            yield first


def _links(text: str, hosts: Collection[str]) -> Links:
    return links_in(text, hosts=hosts, roots=own_roots())


_Examined = tuple[Document, tuple[str, ...], tuple[DeadLink, ...]]


def _batches(documents: DocumentQuerySet) -> Iterator[_Examined]:
    """Each document that may have links, with the outside addresses it names and what it has lost
    of our own.
    """
    hosts = own_hosts()
    rows = iter(candidates(documents).select_related("organ").order_by("pk").iterator(_BATCH))
    while batch := list(islice(rows, _BATCH)):
        attached = DocumentAttachment.objects.filter(document__in=batch).select_related("file")
        yield from _examined(batch, attached, hosts)


def _examined(
    documents: Sequence[Document], attached: Iterable[DocumentAttachment], hosts: Collection[str]
) -> Iterator[_Examined]:
    named = {row.pk: _links(row.body, hosts) for row in documents}
    inside = _dead_paths({path for links in named.values() for path in links.internal})
    lost: dict[int, list[DeadLink]] = {
        pk: [
            DeadLink(LinkKind.INTERNAL, path, inside[path])
            for path in links.internal
            if path in inside
        ]
        for pk, links in named.items()
    }
    for pk, attachment in _missing_files(documents, attached):
        lost[pk].append(attachment)
    for row in documents:
        yield row, named[row.pk].external, tuple(lost[row.pk])


def _with_outside(
    named: Iterable[str], lost: tuple[DeadLink, ...], dead: Mapping[str, str]
) -> tuple[DeadLink, ...]:
    """Links inside, links outside, attachments."""
    outside = [DeadLink(LinkKind.EXTERNAL, url, dead[url]) for url in named if url in dead]
    inside = [link for link in lost if link.kind is LinkKind.INTERNAL]
    return (*inside, *outside, *(link for link in lost if link.kind is LinkKind.ATTACHMENT))


def _missing_files(
    documents: Iterable[Document], attached: Iterable[DocumentAttachment]
) -> Iterator[tuple[int, DeadLink]]:
    """Attachments without their file: readers get the cleaned copy, reviewers what came in. What
    is only proposed for a public document has no row yet, and no reader.
    """
    by_pk = {row.pk: row for row in documents}
    for row in attached:
        if row.is_source:
            continue
        is_public = row.pk and by_pk[row.document_id].is_published
        stored = row.file.cleaned if is_public else row.file.received
        if not stored.name or not stored.storage.exists(stored.name):
            problem = "文件已不在存储中，须从备份恢复或重新上传"
            yield row.document_id, DeadLink(LinkKind.ATTACHMENT, row.title, problem)


def _dead_paths(paths: Collection[str]) -> Mapping[str, str]:
    """Our own paths that open for no reader, with the reason."""
    dead: dict[str, str] = {}
    asked: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for path in paths:
        match = _resolved(path)
        if match is None or match.namespace == "admin":
            dead[path] = "网站上没有这个地址"
            continue
        for name in ("pk", "other", "slug", "public_id"):
            if name in match.kwargs and (question := _question(match, name)):
                asked[question].append((path, match.kwargs[name]))
    for question, pairs in asked.items():
        there = _ANSWERS[question]({value for _, value in pairs})
        dead |= {path: _REASONS[question] for path, value in pairs if value not in there}
    return dead


def _resolved(path: str) -> ResolverMatch | None:
    """Whom a path leads to; one without its last slash is redirected there."""
    for tried in (unquote(path), unquote(path) + "/"):
        try:
            return resolve(tried)
        except Resolver404:
            continue
    return None


def _question(match: ResolverMatch, name: str) -> str:
    """Which rows must be public for the page to open."""
    if match.view_name == "disclosure:column":
        return "column"
    if match.view_name == "files:download":
        return "file"
    own = match.namespace == "disclosure" and "documents/<" in match.route
    return "document" if own and name in ("pk", "other") else ""


def _public_documents(pks: Collection[int]) -> set[int]:
    # A number beyond the column's reach is no document, and no question to the database.
    known = [pk for pk in pks if pk < 2**63]
    return set(Document.objects.public().filter(pk__in=known).values_list("pk", flat=True))


def _listed_columns(slugs: Collection[str]) -> set[str]:
    rows = Column.objects.filter(is_listed=True, slug__in=slugs)
    return set(rows.values_list("slug", flat=True))


def _public_files(public_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    rows = DocumentAttachment.objects.filter(
        file__public_id__in=public_ids,
        is_source=False,
        document__in=Document.objects.public().values("pk"),
    ).exclude(file__cleaned="")
    return set(rows.values_list("file__public_id", flat=True))


_ANSWERS: Mapping[str, Any] = {
    "document": _public_documents,
    "column": _listed_columns,
    "file": _public_files,
}
_REASONS = {
    "document": "所指的文件没有公开或已撤回",
    "column": "所指的栏目不存在",
    "file": "所指的附件没有公开或已撤回",
}
