"""Which links of documents lead nowhere: paths of our own, attachments, addresses outside."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve

from disclosure.linking import Links, links_in
from disclosure.models import Column, Document, DocumentAttachment, LinkCheck
from disclosure.models.link_check import LONGEST_URL
from disclosure.querysets import DocumentQuerySet
from portal.organs.models import SiteProfile

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
    return _examined([document], attached, hosts)[document.pk]


def with_dead_links(documents: DocumentQuerySet) -> Iterator[Found]:
    """Those of the documents that have any; a fixed number of queries for each batch."""
    hosts = own_hosts()
    rows = iter(candidates(documents).select_related("organ").order_by("pk").iterator(_BATCH))
    while batch := list(islice(rows, _BATCH)):
        attached = DocumentAttachment.objects.filter(document__in=batch).select_related("file")
        dead = _examined(batch, attached, hosts)
        yield from (Found(row, dead[row.pk]) for row in batch if dead[row.pk])


def candidates(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Those that name any address or have attachments: the others need not be read."""
    attached = DocumentAttachment.objects.filter(document=OuterRef("pk"), is_source=False)
    roots = "|".join(sorted(own_roots()))
    named = Q(body__iregex=r"https?://") | Q(body__regex=rf"/({roots})")
    return documents.filter(named | Exists(attached))


def external_urls() -> set[str]:
    """Every outside address named by what is public or on its way there."""
    hosts = own_hosts()
    naming = Document.objects.filter(body__iregex=r"https?://")
    rows = naming.public() | naming.awaiting_publication()
    bodies = rows.order_by().values_list("body", flat=True).iterator(_BATCH)
    named = {url for body in bodies for url in _links(body, hosts).external}
    return {url for url in named if len(url) <= LONGEST_URL}


def own_hosts() -> frozenset[str]:
    """The names under which this site is reached."""
    hosts = {urlsplit(settings.PUBLIC_URL).hostname or ""}
    hosts.update(SiteProfile.objects.filter(is_current=True).values_list("domain", flat=True))
    return frozenset(host.lower() for host in hosts if host)


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


def _examined(
    documents: Sequence[Document], attached: Iterable[DocumentAttachment], hosts: Collection[str]
) -> Mapping[int, tuple[DeadLink, ...]]:
    named = {row.pk: _links(row.body, hosts) for row in documents}
    inside = _dead_paths({path for links in named.values() for path in links.internal})
    outside = _failed({url for links in named.values() for url in links.external})
    found: dict[int, list[DeadLink]] = {row.pk: [] for row in documents}
    for pk, links in named.items():
        found[pk] += [
            DeadLink(LinkKind.INTERNAL, path, inside[path])
            for path in links.internal
            if path in inside
        ]
        found[pk] += [
            DeadLink(LinkKind.EXTERNAL, url, outside[url])
            for url in links.external
            if url in outside
        ]
    for pk, attachment in _missing_files(documents, attached):
        found[pk].append(attachment)
    return {pk: tuple(links) for pk, links in found.items()}


def _failed(urls: Collection[str]) -> Mapping[str, str]:
    if not urls:
        return {}
    rows = LinkCheck.objects.filter(url__in=urls).exclude(problem="")
    return dict(rows.values_list("url", "problem"))


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
