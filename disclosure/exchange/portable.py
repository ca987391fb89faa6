"""Everything public as lines from which another portal can be filled.

One object a line, `type` first: the header, then organs, site, themes, categories and labels,
then documents in the order in which the search holds them, their editions, their relations.
Values are stored values, not labels. Nothing is in it that the public pages do not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import F, OuterRef, Subquery

from disclosure.editions import public_text_of
from disclosure.elements import OF_THE_ORDER, PORTABLE
from disclosure.models import Document, DocumentAttachment, DocumentRelation, Edition
from disclosure.search_entries import PUBLIC_KIND
from disclosure.selectors import reading_page
from portal.organs.models import Organ, SiteProfile
from portal.search.models import SearchEntry
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, SubjectWord, Theme
from portal.text.plain import plain
from portal.text.serial import dump
from portal.text.walk import figures_in

FORMAT: Final = 3
# Without editions; what such a dump holds is the first edition of each.
READABLE: Final = (2, FORMAT)
PORTAL: Final = "portal.jsonl.gz"
FILES: Final = "files"
CONTACTS: Final = ("phone", "fax", "email", "address", "postcode", "office_hours")
ORGAN_ONLY: Final = ("credit_code", "website", "review_url", "court", "is_active")
_ORGAN: Final = ("code", "level", "kind", "name", "short_name", "region_code")
SITE: Final = (
    "name",
    "tagline",
    "domain",
    "id_code",
    "operator",
    "address",
    "phone",
    "hotline",
    "postcode",
    "icp_number",
    "police_number",
    "is_demo",
)
THEME: Final = ("name", "number", "path_order")
FILE: Final = ("name", "kind", "media_type", "extension")
# By model: what names a row, and what else is told of it.
EDITION: Final = (
    "number",
    "change",
    "note",
    "published_at",
    "sha256",
    "elements",
    "body",
    "attachments",
)
LABELS: Final = {
    "category": (DisclosureCategory, ("article", "item"), ("name", "wording")),
    "tag": (PolicyTag, ("name",), ("group", "is_active")),
    "audience": (Audience, ("name",), ("kind",)),
    "subject_word": (SubjectWord, ("word",), ()),
}

Line = dict[str, Any]


def portable_lines() -> Iterator[Line]:
    """Every line, in the order in which they can be taken in."""
    yield {"type": "portal", "format": FORMAT}
    yield from _organs()
    for profile in SiteProfile.objects.filter(is_current=True).select_related("organ"):
        yield {"type": "site", "organ": profile.organ.code, **_values(profile, SITE)}
    parents_first = F("parent").asc(nulls_first=True)
    for theme in Theme.objects.select_related("parent").order_by(parents_first, "number"):
        above = theme.parent.path if theme.parent else ""
        yield {"type": "theme", "parent": above, **_values(theme, ("path", *THEME))}
    for kind, (model, key, rest) in LABELS.items():
        rows = model._default_manager.order_by("pk")
        for row in rows.filter(is_blocked=False) if model is SubjectWord else rows:
            yield {"type": kind, **_values(row, (*key, *rest))}
    told: set[int] = set()
    for document in _documents():
        told.add(document.pk)
        yield portable_document(document)
    for edition in Edition.objects.select_related("closure").iterator(chunk_size=200):
        if edition.document_id in told:
            yield portable_edition(edition)
    for relation in DocumentRelation.objects.order_by("pk").iterator(chunk_size=2000):
        # Either end may have been published or withdrawn while the lines were written.
        if relation.source_id in told and relation.target_id in told:
            yield _relation(relation)


def portable_document(document: Document) -> Line:
    """The line of a public document as `selectors.reading_page` gives it."""
    elements = _values(document, PORTABLE)
    text = public_text_of(document)
    if document.of_rule:
        elements |= {"body": "\n".join(plain(text)), **dict.fromkeys(OF_THE_ORDER, "")}
    theme, category = document.theme, document.category
    return {
        "type": "document",
        "id": document.pk,
        **elements,
        "text": dump(text),
        "organ": document.organ.code,
        "issuers": [
            {"name": row.name, "organ": row.organ.code if row.organ else ""}
            for row in document.issuer_rows.all()
        ],
        "theme": theme.path if theme else "",
        "category": [category.article, category.item] if category else None,
        "tags": [tag.name for tag in document.tags.all()],
        "audiences": [audience.name for audience in document.audiences.all()],
        "subject_words": [subject.word for subject in document.subject_words.all()],
        "attachments": [_attachment(row) for row in published_files(document)],
    }


def portable_edition(edition: Edition) -> Line:
    """The line of an edition; of one that is closed only that it was there."""
    line = {"type": "edition", "document": edition.document_id, **_values(edition, EDITION)}
    if edition.is_closed:
        line |= {"note": "", "elements": {}, "body": "", "attachments": [], "is_closed": True}
    return line


def published_files(document: Document) -> Iterable[DocumentAttachment]:
    """The attachments of which a cleaned copy is public, and the pictures that the text shows."""
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    shown = {figure.file for figure in figures_in(document.public_text())}
    return [
        row
        for row in files
        if row.file.cleaned and (not row.is_figure or str(row.file.public_id) in shown)
    ]


def _documents() -> Iterator[Document]:
    entry = SearchEntry.objects.filter(kind=PUBLIC_KIND, object_id=OuterRef("pk"))
    rows = reading_page().prefetch_related("issuer_rows__organ")
    ordered = rows.annotate(entry=Subquery(entry.values("pk")[:1]))
    return ordered.order_by(F("entry").asc(nulls_last=True), "pk").iterator(chunk_size=200)


def _organs() -> Iterator[Line]:
    organs = list(Organ.objects.select_related("review_organ"))
    codes = {organ.path: organ.code for organ in organs}
    for organ in organs:
        yield {
            "type": "organ",
            "parent": codes.get(organ.path[: -organ.steplen], ""),
            "review_organ": organ.review_organ.code if organ.review_organ else "",
            **_values(organ, (*_ORGAN, *CONTACTS, *ORGAN_ONLY)),
        }


def _attachment(row: DocumentAttachment) -> Line:
    return {
        "public_id": str(row.file.public_id),
        "title": row.title,
        "position": row.position,
        "is_figure": row.is_figure,
        "sha256": row.file.cleaned_sha256,
        "size": row.file.cleaned_size,
        **_values(row.file, FILE),
    }


def _relation(relation: DocumentRelation) -> Line:
    ends = {"source": relation.source_id, "target": relation.target_id}
    names = ("kind", "effective_on", "extended_to", "note")
    return {"type": "relation", **ends, **_values(relation, names)}


def _values(row: Any, names: Iterable[str]) -> Line:
    return {name: getattr(row, name) for name in names}
