"""A row of a list of documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from disclosure.address import CURRENT
from disclosure.choices import RelationKind, Validity
from disclosure.imports.titles import quoted
from disclosure.models import Document, DocumentRelation
from disclosure.presenters.words import PAST, State, issuers_of, state_of
from portal.search.queries import Hit

_FATES = {
    RelationKind.AMENDS: "修改",
    RelationKind.REPEALS: "废止",
    RelationKind.REPLACES: "替代",
    RelationKind.EXTENDS: "延长有效期",
}


@dataclass(frozen=True)
class Fate:
    """What another document did to this one: 已由 `label` `verb`; no verb of its later text."""

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
    # Of what goes upwards.
    signatory: str = ""
    # How many texts the regulation has had; of an older one, what to read instead.
    text_count: int = 1
    current: Fate | None = None
    # Whether it came out elsewhere: `published_at` is that day then.
    is_historical: bool = False
    work: int | None = None
    # Older texts of the same regulation among the rows, folded under this one.
    older: tuple[Row, ...] = ()

    @property
    def is_older(self) -> bool:
        """Whether a later text of the same regulation took its place."""
        return self.state.code == Validity.SUPERSEDED


def row_of(document: Document, hit: Hit | None = None) -> Row:
    """A document as a row; a hit adds the marked title and the snippet."""
    relations = getattr(document, "public_in", ())
    current = _current(document, relations)
    return Row(
        url=document.get_absolute_url(),
        title_html=hit.title_html if hit else escape(document.title),
        snippet_html=hit.snippet_html if hit else mark_safe(""),
        state=state_of(document),
        is_past=document.validity in PAST,
        number=document.doc_number,
        issuers=issuers_of(document, most=2),
        signatory=document.signatory,
        signed_on=document.signed_on,
        published_at=document.shown_at,
        is_historical=document.is_historical,
        file_count=getattr(document, "file_count", 0),
        is_explained=getattr(document, "is_explained", False),
        gist=document.abstract,
        is_recognised=document.is_recognised,
        fates=tuple(
            Fate(
                relation.source.doc_number or f"{relation.source.quoted_title}",
                relation.source.get_absolute_url(),
                _FATES[relation.kind],
            )
            for relation in relations
            # What stands in an older text's way is the newer one, not what led to it.
            if relation.kind in _FATES and (current is None or relation.kind != RelationKind.AMENDS)
        ),
        text_count=getattr(document, "text_count", None) or 1,
        current=current,
        work=document.work_text.work_id if hasattr(document, "work_text") else None,
    )


def _current(document: Document, relations: Iterable[DocumentRelation]) -> Fate | None:
    """The text that took an older one's place: the one that holds, or else the last."""
    if document.validity != Validity.SUPERSEDED:
        return None
    later = [row.source for row in relations if row.kind == RelationKind.REVISES]
    held = [text for text in later if text.validity in CURRENT]
    for text in (*held[:1], *later[-1:]):
        return Fate(quoted(text.title), text.get_absolute_url(), "")
    return None


def rows_of(hits: Iterable[Hit], documents: Mapping[int, Document]) -> list[Row]:
    """Hits in their order; one whose document is no longer public is left out."""
    return [row_of(documents[hit.object_id], hit) for hit in hits if hit.object_id in documents]


def folded(rows: Sequence[Row]) -> list[Row]:
    """The rows of a page, each older text under the text that took its place if that is among
    them. Nothing goes and nothing is counted anew: a page holds the documents it held.
    """
    newest: dict[int, Row] = {}
    older: dict[int, list[Row]] = {}
    for row in rows:
        if row.work is not None and not row.is_older:
            newest.setdefault(row.work, row)
    for row in rows:
        if row.work is not None and row.work in newest and row.is_older:
            older.setdefault(row.work, []).append(row)
    found: list[Row] = []
    for row in rows:
        if row.work is None or row.work not in older:
            found.append(row)
        elif texts := older[row.work]:
            # Where the first of them stands, whichever it is.
            found.append(replace(newest[row.work], older=tuple(texts)))
            older[row.work] = []
        elif not row.is_older and row is not newest[row.work]:
            found.append(row)
    return found
