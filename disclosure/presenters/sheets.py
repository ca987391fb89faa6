"""A document as the plain sheet that is set as Word file and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.utils import timezone

from disclosure.models import Document, DocumentAttachment
from disclosure.presenters.page import annotation_of, files_of, is_translated, mark_ending
from disclosure.presenters.words import day, issuers_of
from disclosure.presenters.works import caption_of
from disclosure.reading import Place, Reading, read
from portal.common.fingerprints import fingerprint
from portal.files.models import StoredFile
from portal.papers.typesetting import Sheet
from portal.papers.typesetting.pictures import Picture
from portal.text.fields import content_of
from portal.text.model import Block
from portal.text.plain import plain


def paragraphs_of(document: Document) -> list[str]:
    """The lines of the text that is published; of a 规章 never the order that carried it."""
    return plain(document.public_text()) if document.of_rule else document.paragraphs()


def reading_of(document: Document) -> Reading:
    """The places of a document; of a 规章 only the text, never the order that carried it."""
    return read(document.public_text())


def sheet_of(document: Document, *, on: dt.date) -> Sheet:
    """A public document as `selectors.reading_page` gives it, as it is set on a day."""
    reading = reading_of(document)
    blank = blank_sheet(document, on=on)
    return replace(blank, own=_blocks(reading.own), attached=_blocks(reading.attached))


def blank_sheet(document: Document, *, on: dt.date) -> Sheet:
    """The same without its text, which need not be read to find the files that were set of it."""
    released_at = timezone.localtime(document.published_at)
    digest = fingerprint(content_of(document, "text"), *document.enclosed_names())
    if document.of_rule:
        title = document.attached_instrument.strip("《》") or document.title
        return Sheet(
            title=title,
            own=(),
            released_at=released_at,
            author=issuers_of(document),
            rule_note=_note(document, caption_of(document, on=on)),
            language=document.language,
            pictures=_pictures(document),
            blocks_digest=digest,
        )
    names = tuple(row.name for row in document.issuer_rows.all()) or (document.organ.name,)
    # A translation is nobody's signed paper: neither head nor signature nor imprint.
    foreign = is_translated(document)
    return Sheet(
        title=document.title,
        own=(),
        released_at=released_at,
        author=issuers_of(document),
        heads=() if foreign else names,
        head_ending=mark_ending(document),
        number=document.doc_number,
        signatory=document.signatory,
        rule_note=_note(document),
        recipients=_one_line(document.recipients).rstrip("：:"),
        enclosures=() if foreign else tuple(file.title for file in files_of(document)),
        signers=() if foreign else names,
        signed_on=day(document.signed_on) if document.signed_on and not foreign else "",
        annotation=annotation_of(document),
        copy_to="" if foreign else _one_line(document.copy_to).rstrip("。"),
        printed_by="" if foreign else document.printed_by,
        printed_on=day(document.printed_on) if document.printed_on and not foreign else "",
        language=document.language,
        pictures=_pictures(document),
        blocks_digest=digest,
    )


def _blocks(places: Sequence[Place]) -> tuple[Block, ...]:
    return tuple(place.block for place in places)


def _pictures(document: Document) -> tuple[Picture, ...]:
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    return tuple(
        Picture(
            file=str(row.file.public_id),
            sha256=row.file.cleaned_sha256,
            opened=partial(_content, row.file),
        )
        for row in files
        if row.is_figure and row.file.cleaned
    )


def _content(file: StoredFile) -> bytes:
    with file.cleaned.open("rb") as stream:
        content: bytes = stream.read()
    return content


def _note(document: Document, caption: str = "") -> str:
    """What stands below the title: the 题注 of a 规章, and that the text was recognised."""
    return f"{caption}{'（识别文字，以原件为准）' if document.is_recognised else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
