"""A new file of a draft that is there: what it would change, and taking over what was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import transaction

from disclosure.choices import ImportState
from disclosure.imports.parser import parse_document
from disclosure.models import Document, ImportItem
from disclosure.permissions import may_edit
from disclosure.services.attachments import drop_figures, remove_attachment
from disclosure.services.documents import TEXT, correct_document
from disclosure.services.imported_texts import imported_text
from disclosure.services.imports import (
    close_item,
    draft_elements,
    elements_with_doubts,
    held_item,
    known_organs,
    open_batch,
    receive,
    refuse_secrecy,
    source_of,
    with_losses,
)
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.imports.elements import ParsedDocument
    from portal.accounts.models import User
    from portal.files.models import StoredFile

ISSUERS, BODY = "issuers", "body"


def may_reload(item: ImportItem, *, by: User | AnonymousUser) -> bool:
    """Whether a file waits to be loaded into its draft by who brought it; may that be edited."""
    return (
        item.state == ImportState.OFFERED
        and item.source is not None
        and item.document is not None
        and item.batch.by_id == by.pk
        and bool(may_edit(by, item.document))
    )


@transaction.atomic
def offer_file(
    *, document: Document, stream: BinaryIO, name: str, by: User, at: dt.datetime
) -> ImportItem:
    """Read a new file for a draft; nothing of the draft changes yet.

    Raises NotPermitted where the draft is not theirs to edit, ActRefused for a file that cannot be
    read, or is no other than one filed before.
    """
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    batch = open_batch(organ=document.organ, by=by, at=at)
    item = receive(batch=batch, name=name, stream=stream, at=at)
    if item.state != ImportState.PENDING or item.source is None:
        raise ActRefused(item.reason)
    if item.source.text_error:
        raise ActRefused(item.source.text_error)
    parsed = _read(item, item.source)
    refuse_secrecy(parsed)
    item.elements = elements_with_doubts(parsed, item.source.doubts)
    item.state, item.document, item.read_at = ImportState.OFFERED, document, at
    item.reason = f"等待载入草稿{document.quoted_title}。"[:500]
    item.save()
    return item


def _read(item: ImportItem, source: StoredFile) -> ParsedDocument:
    return parse_document(
        source.text, file=item.name, organs=known_organs(), source=source_of(source)
    )


def offered_elements(item: ImportItem) -> dict[str, Any]:
    """What the file says, by the names of elements and `issuers`; what it does not say is left out.

    Where the parser gave no text, the text of the file is the body.
    """
    found = dict(draft_elements(item.elements))
    if not found["body"] and item.source:
        found["body"] = item.source.text
    found[ISSUERS] = list(item.elements[ISSUERS])
    return {name: value for name, value in found.items() if value}


def differences(document: Document, item: ImportItem) -> dict[str, tuple[Any, Any]]:
    """What the draft says and what the file says, for everything in which they differ."""
    now: dict[str, Any] = {ISSUERS: [row.name for row in document.issuer_rows.all()]}
    found = {}
    for name, value in offered_elements(item).items():
        old = now[name] if name in now else getattr(document, name)
        if old != value:
            found[name] = (old, value)
    return found


@transaction.atomic
def load_file(
    *, document: Document, item_id: int, names: Collection[str], by: User, at: dt.datetime
) -> Document:
    """Take over from the file what was chosen by name, and keep it in the place of the file the
    draft came from.

    Raises NotPermitted for anybody else's file, ActRefused for names the file does not offer.
    """
    item = held_item(item_id)
    source = item.source
    if source is None or item.document_id != document.pk or not may_reload(item, by=by):
        raise NotPermitted("这份文件已经载入，或者不是您上传的。")
    offered: Mapping[str, tuple[Any, Any]] = differences(document, item)
    if not names or not set(names) <= set(offered):
        raise ActRefused("请勾选要载入的内容；内容有变化的，请看过新的对照再载入。")
    elements = {name: offered[name][1] for name in names if name != ISSUERS}
    issuers = offered[ISSUERS][1] if ISSUERS in names else None
    figures: Sequence[StoredFile] = ()
    if BODY in elements and item.elements["paragraphs"]:
        # The text with its form, its tables and its pictures.
        organ = document.organ
        made = imported_text(_read(item, source).text, source=source, organ=organ, by=by, at=at)
        item.elements = with_losses(item.elements, made)
        elements[TEXT], figures = made.text, made.figures
    document = correct_document(
        document=document, by=by, at=at, elements=elements, issuers=issuers, figures=figures
    )
    if BODY in elements:
        drop_figures(document, by=by, at=at)
        if document.is_recognised:
            document.is_recognised = False
            document.save(update_fields=["is_recognised"])
    for former in document.attachments.filter(is_source=True):
        remove_attachment(attachment=former, reason="已载入新的文件", by=by, at=at)
    close_item(item, source, document, reason="已载入草稿。", at=at)
    return document
