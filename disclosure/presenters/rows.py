"""A row of a list of documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.presenters.words import PAST, State, issuers_of, state_of
from portal.search.queries import Hit

_FATES = {
    RelationKind.AMENDS: "修改",
    RelationKind.REPEALS: "废止",
    RelationKind.REPLACES: "替代",
    RelationKind.REVISES: "",
}


@dataclass(frozen=True)
class Fate:
    """What another document did to this one: 已被 `label` `verb`; no verb of its later text."""

    label: str
    url: str
    verb: str


@dataclass(frozen=True)
class Row:
    """One document in a list."""

    url: str
    title_html: SafeString
    snippet_html: SafeString
    state: State
    is_past: bool
    number: str
    issuers: str
    signed_on: dt.date | None
    published_at: dt.datetime | None
    file_count: int
    is_explained: bool
    gist: str
    is_recognised: bool
    fates: tuple[Fate, ...]


def row_of(document: Document, hit: Hit | None = None) -> Row:
    """A document as a row; a hit adds the marked title and the snippet."""
    return Row(
        url=document.get_absolute_url(),
        title_html=hit.title_html if hit else escape(document.title),
        snippet_html=hit.snippet_html if hit else mark_safe(""),
        state=state_of(document),
        is_past=document.validity in PAST,
        number=document.doc_number,
        issuers=issuers_of(document, most=2),
        signed_on=document.signed_on,
        published_at=document.published_at,
        file_count=getattr(document, "file_count", 0),
        is_explained=getattr(document, "is_explained", False),
        gist=document.abstract,
        is_recognised=document.is_recognised,
        fates=tuple(
            Fate(
                relation.source.doc_number or f"《{relation.source.title}》",
                relation.source.get_absolute_url(),
                _FATES[relation.kind],
            )
            for relation in getattr(document, "public_in", ())
        ),
    )


def rows_of(hits: Iterable[Hit], documents: Mapping[int, Document]) -> list[Row]:
    """Hits in their order; one whose document is no longer public is left out."""
    return [row_of(documents[hit.object_id], hit) for hit in hits if hit.object_id in documents]
