"""The attachments of a draft: added, named, put in order, replaced, taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from django.db import models, transaction

from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_edit
from disclosure.services.destruction import forget_imports
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.files.gate import masked
from portal.files.services import destroy_file, rename_file, store_upload
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from io import BufferedReader

    from django.db.models import QuerySet

    from disclosure.models import CorrectionAttachment
    from portal.accounts.models import User
    from portal.files.models import StoredFile

_TITLE_LENGTH = 200


def refuse_same(
    rows: QuerySet[DocumentAttachment] | QuerySet[CorrectionAttachment], stream: BinaryIO
) -> None:
    """Raise ActRefused for what is an attachment already, by whatever name it comes; the stream is
    at its beginning again.
    """
    digest = hashlib.file_digest(cast("BufferedReader", stream), "sha256").hexdigest()
    stream.seek(0)
    same = rows.filter(file__sha256=digest).first()
    if same is not None:
        raise ActRefused(
            f"这个文件和附件“{masked(same.title)}”内容完全相同，没有重复添加。"
            "要换名称的，请修改那个附件的名称。"
        )


@transaction.atomic
def attach(
    *,
    document: Document,
    stream: BinaryIO,
    name: str,
    by: User,
    at: dt.datetime,
    title: str = "",
) -> DocumentAttachment:
    """Add an attachment to a draft; without a title it goes by the name of the file, its ending
    left out. Raises ActRefused for a file that cannot be taken, or that is there already.
    """
    document = _held(document, by)
    refuse_same(_for_readers(document), stream)
    stored = store_upload(stream=stream, name=name, organ=document.organ, by=by, at=at)
    last = document.attachments.aggregate(last=models.Max("position"))["last"] or 0
    row = DocumentAttachment.objects.create(
        document=document,
        file=stored,
        position=last + 1,
        title=(said(title) or Path(name).stem or name)[:_TITLE_LENGTH],
    )
    _touch(document, at)
    return row


@transaction.atomic
def change_attachment(
    *,
    attachment: DocumentAttachment,
    title: str,
    file_name: str,
    place: int,
    by: User,
    at: dt.datetime,
) -> DocumentAttachment:
    """Give an attachment its public title, the name of its file and its place (1 is the first).

    A place beyond the last is the last. Raises ActRefused for a title or a name that cannot be.
    """
    document, attachment = _held_with(attachment, by)
    title = needed(title, "附件名称")
    if len(title) > _TITLE_LENGTH:
        raise ActRefused(f"附件名称最多{_TITLE_LENGTH}字，请删减。")
    before = {"title": masked(attachment.title), "place": place_of(attachment)}
    rename_file(stored=attachment.file, name=file_name, by=by, at=at)
    attachment.title = title
    attachment.save(update_fields=["title"])
    _put_at(document, attachment, place)
    _touch(document, at)
    record(
        action="disclosure.change_attachment",
        summary=f"修改附件名称、次序：{masked(title)}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"before": before},
    )
    return attachment


@transaction.atomic
def replace_attachment(
    *, attachment: DocumentAttachment, stream: BinaryIO, name: str, by: User, at: dt.datetime
) -> DocumentAttachment:
    """Put another file in the place of an attachment's own; title and place stay.

    What becomes of the former file is as in `remove_attachment`.
    """
    document, attachment = _held_with(attachment, by)
    refuse_same(_for_readers(document), stream)
    former = attachment.file
    stored = store_upload(stream=stream, name=name, organ=document.organ, by=by, at=at)
    was_public = _was_public(document, attachment)
    attachment.file = stored
    attachment.save(update_fields=["file"])
    _touch(document, at)
    record(
        action="disclosure.replace_attachment",
        summary=f"更换附件：{masked(attachment.title)}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"former": str(former.public_id), "sha256": stored.sha256},
    )
    _let_go(former, was_public=was_public, reason="附件已更换", by=by, at=at)
    return attachment


@transaction.atomic
def remove_attachment(
    *, attachment: DocumentAttachment, reason: str = "", by: User, at: dt.datetime
) -> None:
    """Take an attachment out of a draft.

    A file nobody outside has seen is destroyed with all that was made of it: nothing is kept that
    serves no purpose any more. One that was public is kept sealed, as evidence of what was, and
    goes only with a reason.
    """
    document, attachment = _held_with(attachment, by)
    was_public = _was_public(document, attachment)
    if was_public:
        reason = needed(reason, "移除的理由（附件曾经公开）")
    stored = attachment.file
    attachment.delete()
    _touch(document, at)
    record(
        action="disclosure.remove_attachment",
        summary=f"移除附件：{masked(attachment.title)}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"file": str(stored.public_id), "reason": said(reason), "kept": was_public},
    )
    _let_go(stored, was_public=was_public, reason=said(reason) or "附件已移除", by=by, at=at)


def drop_figures(document: Document, *, by: User, at: dt.datetime) -> None:
    """Let go of pictures a draft's text shows no more; part of the act that changed it."""
    shown = document.figure_ids()
    for row in document.attachments.filter(is_figure=True).select_related("file"):
        if str(row.file.public_id) not in shown:
            was_public = _was_public(document, row)
            row.delete()
            _let_go(row.file, was_public=was_public, reason="正文已不用该图片", by=by, at=at)


def drop_attachments(document: Document, *, reason: str, by: User, at: dt.datetime) -> None:
    """Destroy every file of a draft that is given up; part of that act and of its entry."""
    rows = list(document.attachments.select_related("file"))
    document.attachments.all().delete()
    for row in rows:
        _let_go(row.file, was_public=False, reason=reason, by=by, at=at)


def _let_go(
    stored: StoredFile, *, was_public: bool, reason: str, by: User, at: dt.datetime
) -> None:
    if was_public:
        return
    forget_imports(stored)
    destroy_file(
        stored=stored,
        reason=reason,
        by=by,
        at=at,
        summary="销毁移除的附件",
        basis=Article(47, 1, law=PRIVACY_LAW),
    )


def _was_public(document: Document, attachment: DocumentAttachment) -> bool:
    """Whether it was there when the document was last published; what was added since was not."""
    if attachment.is_source or document.published_at is None:
        return False
    return attachment.file.uploaded_at <= document.published_at


def _for_readers(document: Document) -> QuerySet[DocumentAttachment]:
    return document.attachments.filter(is_source=False, is_figure=False)


def _held(document: Document, by: User) -> Document:
    held = (
        Document.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organ")
        .get(pk=document.pk)
    )
    verdict = may_edit(by, held)
    if not verdict:
        raise NotPermitted(verdict.reason)
    return held


def _held_with(attachment: DocumentAttachment, by: User) -> tuple[Document, DocumentAttachment]:
    """The document, held, and its attachment as it is now. Raises ActRefused when it is gone."""
    document = _held(attachment.document, by)
    row = document.attachments.select_related("file").filter(pk=attachment.pk).first()
    if row is None:
        raise ActRefused("该附件已经移除，请刷新页面。")
    if row.is_figure:
        raise ActRefused("这是正文里的图片，请在正文中修改或删除。")
    row.document = document
    return document, row


def _touch(document: Document, at: dt.datetime) -> None:
    """Pages drawn before show other attachments: their acts are refused."""
    document.updated_at = at
    document.save(update_fields=["updated_at"])


def place_of(attachment: DocumentAttachment) -> int:
    earlier = attachment.document.attachments.filter(position__lt=attachment.position)
    alike = earlier.filter(is_source=attachment.is_source, is_figure=attachment.is_figure)
    return alike.count() + 1


def _put_at(document: Document, attachment: DocumentAttachment, place: int) -> None:
    """Number the attachments anew, this one at its place; pictures of the text and files of imports
    come after them.
    """

    def kind(row: DocumentAttachment) -> tuple[bool, bool]:
        return row.is_source, row.is_figure

    rows = list(document.attachments.exclude(pk=attachment.pk))
    alike = [row for row in rows if kind(row) == kind(attachment)]
    others = [row for row in rows if kind(row) != kind(attachment)]
    alike.insert(max(place, 1) - 1, attachment)
    ordered = [*others, *alike] if attachment.is_source else [*alike, *others]
    if [row.position for row in ordered] == sorted({row.position for row in ordered}):
        return
    # A place may be taken once only: all are moved out of the way before they are set down.
    away = max(row.position for row in ordered)
    for offset in (away, 0):
        for number, row in enumerate(ordered, start=1):
            row.position = offset + number
            row.save(update_fields=["position"])
