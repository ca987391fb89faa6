"""Filing a document and correcting it before it is reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import models, transaction

from disclosure.choices import Openness
from disclosure.deadlines import publication_due
from disclosure.elements import ELEMENTS, LABELS
from disclosure.grounds import BY_CODE
from disclosure.models import (
    AddresseeGroup,
    Document,
    DocumentAddressee,
    DocumentAttachment,
    DocumentIssuer,
)
from disclosure.permissions import may_edit, may_file_for
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.files.services import store_upload
from portal.organs.docnumbers import is_normative_prefix, parse
from portal.organs.models import Organ
from portal.statute import Article
from portal.text.lines import edited, with_enclosed
from portal.text.plain import plain
from portal.text.vocabulary import UnlawfulText, checked
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from disclosure.models import NegativeListEntry
    from portal.accounts.models import User
    from portal.files.models import StoredFile
    from portal.text.model import Text

# The structured text, among the elements.
TEXT = "text"
_ISSUER_LENGTH = 200
_TITLE_LENGTH = 200


@transaction.atomic
def file_document(
    *,
    organ: Organ,
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any],
    issuers: Sequence[str] = (),
    labels: Mapping[str, Sequence[models.Model]] | None = None,
    figures: Sequence[StoredFile] = (),
) -> Document:
    """File a new draft for an organ.

    `elements` may hold any of ELEMENTS and the `text`, which goes before a plain `body`;
    `issuers` are names in order, `labels` rows by field, `figures` stored pictures that the text
    shows. Raises NotPermitted for anyone but the organ's clerks, ActRefused for elements that
    cannot be.
    """
    verdict = may_file_for(by, organ.pk)
    if not verdict:
        raise NotPermitted(verdict.reason)
    document = Document(organ=organ, created_by=by, created_at=at, updated_at=at)
    apply_elements(document, elements)
    document.save()
    _keep_figures(document, figures)
    set_issuers(document, issuers)
    set_labels(document, labels or {})
    record(
        action="disclosure.file",
        summary=f"录入：{document.title}",
        by=by,
        at=at,
        organ=organ,
        subject=document,
        basis=Article(26),
    )
    return document


@transaction.atomic
def correct_document(
    *,
    document: Document,
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any],
    issuers: Sequence[str] | None = None,
    labels: Mapping[str, Sequence[models.Model]] | None = None,
    figures: Sequence[StoredFile] = (),
) -> Document:
    """Change elements of a draft or a returned document; the audit names what changed. They are
    given as to `file_document`.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    before = {name: getattr(document, name) for name in elements}
    apply_elements(document, elements)
    changed = sorted(name for name, value in before.items() if getattr(document, name) != value)
    document.updated_at = at
    document.save()
    _keep_figures(document, figures)
    if issuers is not None:
        set_issuers(document, issuers)
    set_labels(document, labels or {})
    record(
        action="disclosure.correct",
        summary=f"修改录入内容：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"fields": changed},
    )
    return document


@transaction.atomic
def address_to(
    *,
    document: Document,
    organs: Sequence[Organ],
    groups: Sequence[AddresseeGroup],
    by: User,
    at: dt.datetime,
) -> None:
    """Say to which organs and groups a draft is to be published, in place of those before."""
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    wanted = {(organ.pk, None) for organ in organs} | {(None, group.pk) for group in groups}
    if wanted == set(document.addressees.values_list("organ_id", "group_id")):
        return
    document.addressees.all().delete()
    DocumentAddressee.objects.bulk_create(
        DocumentAddressee(document=document, organ=organ) for organ in organs
    )
    DocumentAddressee.objects.bulk_create(
        DocumentAddressee(document=document, group=group) for group in groups
    )
    record(
        action="disclosure.address",
        summary=f"选定定向公开对象：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={
            "organs": sorted(organ.code for organ in organs),
            "groups": sorted(group.name for group in groups),
        },
    )


@transaction.atomic
def add_figure(
    *, document: Document, stream: BinaryIO, name: str, by: User, at: dt.datetime
) -> StoredFile:
    """Keep a picture for the text of a draft, which names it by its public id; it is cleaned and
    read like an attachment. Raises ActRefused for a file that cannot be taken or is no picture.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    stored = store_picture(stream=stream, name=name, organ=document.organ, by=by, at=at)
    _add_figures(document, [stored])
    return stored


def store_picture(
    *, stream: BinaryIO, name: str, organ: Organ, by: User, at: dt.datetime
) -> StoredFile:
    """Keep an upload for a text; part of an act. Raises ActRefused for what is no picture."""
    stored = store_upload(stream=stream, name=name, organ=organ, by=by, at=at)
    if not stored.media_type.startswith("image/"):
        raise ActRefused("正文里只能插入图片（PNG、JPEG），其他文件请作为附件添加。")
    return stored


def _last(document: Document) -> int:
    return document.attachments.aggregate(last=models.Max("position"))["last"] or 0


def _keep_figures(document: Document, files: Sequence[StoredFile]) -> None:
    """Keep pictures with a document. Raises ActRefused where its text shows others than its own."""
    _add_figures(document, files)
    if not (shown := document.figure_ids()):
        return
    rows = document.attachments.filter(is_figure=True)
    known = set(map(str, rows.values_list("file__public_id", flat=True)))
    if shown - known:
        raise ActRefused("正文里有图片没有上传到本文件，请重新插入图片。")


def _add_figures(document: Document, files: Sequence[StoredFile]) -> None:
    first = _last(document) + 1 if files else 0
    DocumentAttachment.objects.bulk_create(
        DocumentAttachment(
            document=document,
            file=file,
            position=position,
            title=file.name[:_TITLE_LENGTH],
            is_figure=True,
        )
        for position, file in enumerate(files, start=first)
    )


def apply_elements(document: Document, elements: Mapping[str, Any]) -> None:
    """Set elements on the row in hand, as far as they can stand. Raises ActRefused for others."""
    unknown = set(elements) - {*ELEMENTS, TEXT}
    if unknown:
        raise ActRefused(f"不能直接修改：{'、'.join(sorted(unknown))}。")
    for name, value in elements.items():
        if name not in (TEXT, "body"):
            setattr(document, name, said(value) if isinstance(value, str) else value)
    document.title = " ".join(document.title.split())
    write_text(document, text=elements.get(TEXT), body=elements.get("body"))
    number = parse(document.doc_number) if document.doc_number else None
    document.doc_number_key = number.key if number else ""
    if number and is_normative_prefix(number.key.split("|")[0]):
        document.is_normative = True
    entry = document.openness_entry
    if entry and entry.ground != document.openness_basis:
        # Chosen by who reviewed it; another ground has no part in the organ's list.
        document.openness_entry = None
    if document.openness_basis:
        document.openness_article = printed_basis(document.openness_basis, document.openness_entry)
    elif document.openness == Openness.OPEN:
        document.openness_article = ""
    begins, ends = document.effective_on, document.expires_on
    if begins and ends and ends < begins:
        raise ActRefused("有效期届满不能早于施行日期，请核对。")
    set_term(document)
    try:
        document.clean_fields(exclude=["created_by", "organ", "theme", "category"])
    except ValidationError as error:
        fields = {f.name: str(f.verbose_name) for f in Document._meta.fields}
        text = "".join(
            f"{fields.get(name, name)}：{'、'.join(messages)}"
            for name, messages in error.message_dict.items()
        )
        raise ActRefused(text) from error


def set_term(document: Document) -> None:
    """Give a document in hand the last day for its publication; a 历史公文 has none."""
    formed = document.changed_on or document.signed_on
    if document.is_historical:
        document.publish_due_on, document.publish_due_provisional = None, False
    elif formed:
        due = publication_due(formed_on=formed, calendar=load_calendar())
        document.publish_due_on = due.due_on
        document.publish_due_provisional = due.provisional


def printed_basis(basis: str, entry: NegativeListEntry | None) -> str:
    """The article of a ground, and the matter of the organ's own list, as they are printed."""
    ground = BY_CODE.get(basis)
    citation = ground.citation if ground else ""
    return f"{citation}（本机关负面清单：{entry.title}）"[:300] if entry else citation


def write_text(document: Document, *, text: Text | None = None, body: str | None = None) -> None:
    """Give an unsaved document its text and the lines that say it: both together, only here.

    A plain `body` is read as lines, in which what stood before keeps its form. Raises ActRefused
    for a text that may not be kept.
    """
    titles = document.enclosed_titles()
    if text is None and body is not None:
        lines = body.splitlines() if said(body) else ()
        text = edited(document.text, lines, enclosed=titles)
    found = with_enclosed(document.text if text is None else text, titles)
    if found == document.text:
        return
    try:
        document.text = checked(found)
    except UnlawfulText as error:
        raise ActRefused(str(error)) from error
    document.body = "\n".join(plain(document.text))


def issuers_said(names: Sequence[str]) -> list[str]:
    """The names of issuing organs as they are kept. Raises ActRefused for one that is too long."""
    wanted = list(dict.fromkeys(said(name) for name in names if said(name)))
    if too_long := next((name for name in wanted if len(name) > _ISSUER_LENGTH), None):
        raise ActRefused(f"发文机关名称过长：{too_long[:20]}……，请每行写一个机关。")
    return wanted


def set_issuers(document: Document, names: Sequence[str]) -> None:
    """Set the issuing organs in order, in place of those before."""
    wanted = issuers_said(names)
    if [row.name for row in document.issuer_rows.all()] == wanted:
        return
    organs = {organ.name: organ for organ in Organ.objects.filter(name__in=wanted)}
    document.issuer_rows.all().delete()
    DocumentIssuer.objects.bulk_create(
        DocumentIssuer(document=document, position=position, name=name, organ=organs.get(name))
        for position, name in enumerate(wanted, start=1)
    )


def set_labels(document: Document, labels: Mapping[str, Sequence[models.Model]]) -> None:
    """Set the labels given, in place of those before."""
    for name, rows in labels.items():
        if name not in LABELS:
            raise ActRefused(f"不能直接修改：{name}。")
        getattr(document, name).set(rows)
