"""A document as the plain sheet that is set as Word file and pages."""

from __future__ import annotations

from django.utils import timezone

from disclosure.models import Document
from disclosure.presenters.page import files_of, mark_ending, open_note
from disclosure.presenters.words import day, issuers_of
from disclosure.reading import Reading, read, without_order
from portal.papers.typesetting import Sheet


def reading_of(document: Document) -> Reading:
    """The blocks of a document; of a 规章 only the text, never the order that carried it."""
    if document.is_rule:
        names = (document.attached_instrument, document.title)
        return read(without_order(document.paragraphs(), names))
    return read(document.paragraphs(), attached=[document.attached_instrument])


def sheet_of(document: Document, reading: Reading | None = None) -> Sheet:
    """A public document as `selectors.reading_page` gives it, ready to be set; its text need not
    be read twice.
    """
    reading = reading or reading_of(document)
    released_at = timezone.localtime(document.published_at)
    if document.is_rule:
        title = document.attached_instrument.strip("《》") or document.title
        return Sheet(
            title=title,
            own=reading.own,
            attached=reading.attached,
            released_at=released_at,
            author=issuers_of(document),
            rule_note=document.rule_note,
        )
    names = tuple(row.name for row in document.issuer_rows.all()) or (document.organ.name,)
    return Sheet(
        title=document.title,
        own=reading.own,
        attached=reading.attached,
        released_at=released_at,
        author=issuers_of(document),
        heads=(*names[:-1], names[-1] + mark_ending(document)),
        number=document.doc_number,
        recipients=_one_line(document.recipients).rstrip("：:"),
        enclosures=tuple(file.name for file in files_of(document)),
        signers=names,
        signed_on=day(document.signed_on) if document.signed_on else "",
        open_note=open_note(document),
        copy_to=_one_line(document.copy_to).rstrip("。"),
        printed_by=document.printed_by,
        printed_on=day(document.printed_on) if document.printed_on else "",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
