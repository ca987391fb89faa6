"""Importing documents: every file is read on its own, once, and its fate is kept.

A batch first keeps the files as they came (state 等待读取), then reads them one by one, each in
its own transaction. Whatever stops the run, the next one goes on with those still waiting.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Max

from disclosure.choices import DocumentType, ImportState, Openness
from disclosure.imports.blocks import Source
from disclosure.imports.elements import OrganName, ParsedDocument
from disclosure.imports.filenames import title_of
from disclosure.imports.parser import parse_document
from disclosure.models import Document, DocumentAttachment, ImportBatch, ImportItem
from disclosure.permissions import may_edit, may_file_for, may_read
from disclosure.services.documents import TEXT, file_document
from disclosure.services.imported_texts import ImportedText, imported_text
from disclosure.workflow import GONE
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.errors import ActRefused, NotPermitted
from portal.files.choices import Recognition
from portal.files.inspection import too_large
from portal.files.models import FileStructure
from portal.files.services import SecretFile, store_upload
from portal.organs.docnumbers import parse
from portal.organs.models import Organ
from portal.text.serial import dump, load

if TYPE_CHECKING:
    from io import BufferedReader

    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.files.models import StoredFile

logger = logging.getLogger(__name__)
_SCAN = "原件（扫描件）"
_MARKED_SCAN = (
    "识别出的文字标有密级，不得进入本系统，文件已经销毁。请停止上传，按保密规定处理，"
    "并通知保密审查人员。"
)
_IN_BRACKETS = re.compile(r"[（(【\[]\s*(此件[^）)】\]]+)")
_OPENNESS = {label: value for value, label in Openness.choices}


def known_organs() -> list[OrganName]:
    """Every organ by name and 机关代字, for the parser."""
    rows = Organ.objects.active().prefetch_related("prefixes")
    return [
        OrganName(
            code=organ.code,
            name=organ.name,
            short_names=(organ.short_name,),
            prefixes=tuple(prefix.prefix for prefix in organ.prefixes.all()),
        )
        for organ in rows
    ]


@transaction.atomic
def open_batch(*, organ: Organ | None, by: User, at: dt.datetime) -> ImportBatch:
    """Begin an import for an organ, or for whichever organ each file names as its issuer."""
    if organ is not None:
        verdict = may_file_for(by, organ.pk)
        if not verdict:
            raise NotPermitted(verdict.reason)
    elif not organs_with_role(by, Role.CLERK):
        raise NotPermitted("只有录入人员可以导入文件。")
    return ImportBatch.objects.create(organ=organ, by=by, at=at)


@transaction.atomic
def receive(*, batch: ImportBatch, name: str, stream: BinaryIO, at: dt.datetime) -> ImportItem:
    """Keep one file of a batch; what cannot be taken is quarantined with its reason.

    The stream must be seekable. A file above the limit is not even read; any other is hashed in
    pieces, so that it never fills memory.
    """
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    if size > settings.UPLOAD_MAX_BYTES:
        return ImportItem.objects.create(
            batch=batch,
            name=name[:300],
            state=ImportState.FAILED,
            reason=too_large(settings.UPLOAD_MAX_BYTES),
            read_at=at,
        )
    digest = hashlib.file_digest(cast("BufferedReader", stream), "sha256").hexdigest()
    stream.seek(0)
    item = ImportItem(batch=batch, name=name[:300], sha256=digest, state=ImportState.PENDING)
    if _is_known(item):
        item.save()
        return item
    organ = batch.organ or Organ.objects.get(pk=min(organs_with_role(batch.by, Role.CLERK)))
    try:
        item.source = store_upload(stream=stream, name=name, organ=organ, by=batch.by, at=at)
    except SecretFile as error:
        item.name, item.sha256 = _unnamed(item), ""
        item.state, item.reason, item.read_at = ImportState.FAILED, str(error)[:500], at
    except ActRefused as error:
        item.state, item.reason, item.read_at = ImportState.FAILED, str(error)[:500], at
    item.save()
    return item


def _unnamed(item: ImportItem) -> str:
    """What may not be kept is not named either; the place in the batch tells which it was."""
    before = item.batch.items.all() if item.pk is None else item.batch.items.filter(pk__lt=item.pk)
    return f"第{before.count() + 1}个文件（标有密级，没有保存）"


def _is_known(item: ImportItem) -> bool:
    """Mark an item whose content was filed before; true when it was."""
    filed = ImportItem.objects.filter(sha256=item.sha256, state=ImportState.FILED).first()
    if filed is None:
        return False
    item.state, item.document = ImportState.DUPLICATE, filed.document
    item.reason = f"与“{filed.name}”内容相同，已于此前录入。"
    return True


@transaction.atomic
def read_item(
    *, item_id: int, at: dt.datetime, organs: Sequence[OrganName] | None = None
) -> ImportItem:
    """Read one waiting file and file its document; does nothing when it was read already, or when
    the text of a scan is still being recognised.
    """
    item = (
        ImportItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch__by", "batch__organ", "source")
        .get(pk=item_id)
    )
    if item.state != ImportState.PENDING or item.source is None:
        return item
    if item.source.recognition == Recognition.WAITING:
        return item  # a worker reads its pictures; the sweep asks again
    item.read_at = at
    if item.source.destroyed_at:
        item.name, item.sha256 = _unnamed(item), ""
        item.state, item.reason = ImportState.FAILED, _MARKED_SCAN
        item.save()
        return item
    # Two workers may hold two items with the same content; the second sees the first's document.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [item.sha256])
    if _is_known(item):
        item.save()
        return item
    if item.source.text_error:
        item.state, item.reason = ImportState.FAILED, item.source.text_error
        item.save()
        return item
    if organs is None:
        organs = known_organs()
    try:
        with transaction.atomic():
            parsed = parse_document(
                item.source.text, file=item.name, organs=organs, source=source_of(item.source)
            )
            item.elements = elements_with_doubts(parsed, item.source.doubts)
            _file(item, parsed, at=at)
        item.state = ImportState.FILED
    except DraftExists as error:
        item.state, item.document = ImportState.OFFERED, error.document
        item.reason = str(error)[:500]
    except ActRefused as error:
        item.state, item.reason = ImportState.FAILED, str(error)[:500]
        if mark := item.elements.get("secrecy_mark"):
            # Of a 密级 file nothing that was read is kept.
            item.elements = {"secrecy_mark": mark}
    except (OperationalError, InterfaceError):
        raise  # the database is gone: the file goes on waiting
    except Exception as error:
        # One file nobody can read must not stop the sweep at itself, every time anew.
        logger.exception("导入文件 %s 读取出错", item.pk)
        item.elements, item.document = {}, None
        item.state = ImportState.FAILED
        item.reason = f"读取出错（{type(error).__name__}），请改为手工录入，并告知系统维护人员。"
    item.save()
    return item


def _file(item: ImportItem, parsed: ParsedDocument, *, at: dt.datetime) -> None:
    elements = elements_of(parsed)
    organ = item.batch.organ or _issuing_organ(parsed)
    if not may_file_for(item.batch.by, organ.pk):
        raise ActRefused(
            f"文件由{organ.name}制发，您不是该机关的录入人员。请转交该机关录入，"
            "或者指定您所在的机关为录入机关。"
        )
    _refuse_taken_number(parsed, by=item.batch.by)
    made = imported_text(parsed.text, source=item.source, organ=organ, by=item.batch.by, at=at)
    item.document = file_document(
        organ=organ,
        by=item.batch.by,
        at=at,
        elements={**elements, TEXT: made.text},
        issuers=parsed.issuers,
        figures=made.figures,
    )
    item.elements = with_losses(item.elements, made)
    if item.source is not None:
        _attach(item.document, item.source, item.name)


def _attach(document: Document, source: StoredFile, name: str, *, is_public: bool = False) -> None:
    """Keep the file with its document. A source is not published, unless it is what is filed; but
    the original of a text that was recognised is its picture, which stands beside it.
    """
    scanned = source.is_recognised and not is_public
    last = document.attachments.aggregate(last=Max("position"))["last"] or 0
    DocumentAttachment.objects.create(
        document=document,
        file=source,
        position=last + 1,
        title=title_of(name) if is_public else _SCAN if scanned else name,
        is_source=not (scanned or is_public),
    )
    if scanned:
        document.is_recognised = True
        document.save(update_fields=["is_recognised"])


class DraftExists(ActRefused):
    """A draft of this number is there that the person may edit: the file may be loaded into it."""

    def __init__(self, number: str, document: Document) -> None:
        self.document = document
        super().__init__(
            f"发文字号“{number}”与草稿{document.quoted_title}重复。如是同一份文件的新稿，请对照后载入该草稿；"
            "如是另一份文件，请核对文号后手工录入。"
        )


def _refuse_taken_number(parsed: ParsedDocument, *, by: User) -> None:
    """One number, one document: a second file with it is kept for the clerk to decide about."""
    number = parse(parsed.doc_number) if parsed.doc_number else None
    if number is None:
        return
    with connection.cursor() as cursor:
        # Two workers may read two files with one number.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"number|{number.key}"]
        )
    same = Document.objects.filter(doc_number_key=number.key).exclude(status__in=GONE)
    other = same.order_by("pk").first()
    if other is None:
        return
    if may_edit(by, other):
        raise DraftExists(number.canonical, other)
    # The title of another organ's draft is none of this clerk's business.
    named = f"{other.quoted_title}" if may_read(by, other) else "另一机关的文件"
    raise ActRefused(
        f"发文字号“{number.canonical}”与已录入的{named}重复。如是同一份文件，请在该文件中添加附件；"
        "如是另一份文件，请核对文号后手工录入。"
    )


def _issuing_organ(parsed: ParsedDocument) -> Organ:
    for name in parsed.issuers:
        if (organ := Organ.objects.active().filter(name=name).first()) is not None:
            return organ
    named = "、".join(parsed.issuers) or "未能识别"
    raise ActRefused(
        f"发文机关（{named}）不在机关目录中。请选定录入机关后重新导入，或者按读到的内容手工录入。"
    )


def source_of(stored: StoredFile) -> Source | None:
    """The blocks of a file, None where it is known by its lines alone."""
    row = FileStructure.objects.filter(file=stored).first()
    return None if row is None else Source(load(row.text), tuple(row.origins))


def elements_with_doubts(
    parsed: ParsedDocument, doubts: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The parser's answer for the clerk, what the file's own reading left open before the rest.

    `doubts` are rows of `StoredFile.doubts`. Each goes on with the `blocks` of the body it is
    about, counted from 0: those that went into the elements are none of them.
    """
    found = parsed.as_json()
    rows = [
        {**doubt, "where": sorted({parsed.places[n] for n in blocks if n in parsed.places})}
        for doubt in doubts
        for blocks in [doubt.get("blocks", ())]
    ]
    for row in rows:
        row.pop("blocks", None)
    found["doubts"] = [*rows, *({"what": each, "where": []} for each in parsed.warnings)]
    found["warnings"] = list(dict.fromkeys(row["what"] for row in found["doubts"]))
    return found


def with_losses(elements: Mapping[str, Any], made: ImportedText) -> dict[str, Any]:
    """The parser's answer with the blocks as they were kept, and what they lost."""
    moved = [
        {**row, "where": sorted({made.places[n] for n in row["where"]})}
        for row in elements["doubts"]
    ]
    rows = [*moved, *({"what": each, "where": []} for each in made.losses)]
    return {
        **elements,
        "blocks": dump(made.text)["blocks"],
        "doubts": rows,
        "warnings": list(dict.fromkeys(row["what"] for row in rows)),
    }


def elements_of(parsed: ParsedDocument) -> Mapping[str, Any]:
    """The parser's answer as the elements of a draft; the clerk adds theme and category."""
    if not parsed.title:
        raise ActRefused("没有找到标题，请检查文件是否为公文，或改为手工录入。")
    refuse_secrecy(parsed)
    begins, ends = _date(parsed.effective_on), _date(parsed.expires_on)
    if begins and ends and ends < begins:
        raise ActRefused(
            f"识别出的有效期至（{ends}）早于施行日期（{begins}），请对照原件手工录入。"
        )
    return draft_elements(parsed.as_json())


def refuse_secrecy(parsed: ParsedDocument) -> None:
    """Raises ActRefused for a text that bears a 密级."""
    if parsed.secrecy_mark:
        raise ActRefused(
            f"文件标有密级“{parsed.secrecy_mark}”，不得进入本系统，没有录入。"
            "请停止上传，按保密规定处理，并通知保密审查人员。"
        )


def draft_elements(found: Mapping[str, Any]) -> dict[str, Any]:
    """The parser's answer, as it is kept in JSON, by the names of a document's elements."""
    attached = found["attached_instrument"] or {}
    genre = found["genre"]
    return {
        "title": found["title"],
        "doc_number": found["doc_number"] or "",
        "doc_type": genre if genre in DocumentType.values else "",
        "attached_instrument": attached.get("name") or "",
        "instrument_genre": attached.get("kind") or "",
        # An answer kept from before has none.
        "signatory": found.get("signatory", "")[:100],
        "recipients": "，".join(found["recipients"]),
        "copy_to": "，".join(found["copy_to"]),
        "annotation": _annotation(found["evidence"]),
        "body": "\n".join(found["paragraphs"]),
        "openness": _OPENNESS.get(found["openness"] or "", ""),
        "secrecy_mark": found["secrecy_mark"] or "",
        "signed_on": _date(found["signed_on"]),
        "printed_by": found["printed_by"] or "",
        "printed_on": _date(found["printed_on"]),
        "copies": found["copies"],
        "effective_on": _date(found["effective_on"]),
        "expires_on": _date(found["expires_on"]),
    }


def _annotation(evidence: Mapping[str, Any]) -> str:
    """The 附注 as the original has it: the sentence in its brackets."""
    found = evidence.get("openness") or {}
    said = _IN_BRACKETS.search(found.get("raw", "")) if found.get("where") == "附注" else None
    return said[1].strip() if said else ""


def may_be_filed_by_hand(item: ImportItem, *, by: User | AnonymousUser) -> bool:
    """Whether a file that failed may be filed by the form: by who brought it, never with 密级."""
    return (
        item.state in (ImportState.FAILED, ImportState.OFFERED)
        and item.source is not None
        and item.batch.by_id == by.pk
        and not item.elements.get("secrecy_mark")
    )


def offered(item: ImportItem) -> dict[str, Any]:
    """What was read from a file that failed, for the form: elements, and `issuers` by name.

    Where the parser gave nothing the text of the file is the body; a file without a title goes
    by its name.
    """
    text = item.source.text if item.source else ""
    found = item.elements or parse_document(text, file=item.name, organs=()).as_json()
    elements = draft_elements(found)
    begins, ends = elements["effective_on"], elements["expires_on"]
    if begins and ends and ends < begins:
        elements["expires_on"] = None
    elements["title"] = elements["title"] or Path(item.name).stem
    return {**elements, "body": elements["body"] or text, "issuers": list(found["issuers"])}


@transaction.atomic
def keep_source(
    *, item_id: int, document: Document, by: User, at: dt.datetime, is_public: bool = False
) -> None:
    """Keep the file a draft was filed from by hand with it, and close the import of that file; with
    `is_public` as an attachment of it.

    Raises ActRefused when the file was filed meanwhile, NotPermitted for anybody else's file.
    """
    item = held_item(item_id)
    if item.source is None or not may_be_filed_by_hand(item, by=by):
        raise NotPermitted("这份文件已经录入，或者不是您导入的。")
    reason = "已作为附件型信息录入。" if is_public else "已手工录入。"
    close_item(item, item.source, document, reason=reason, at=at, is_public=is_public)


def held_item(item_id: int) -> ImportItem:
    """One file of an import, held until the transaction ends."""
    return (
        ImportItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch", "source")
        .get(pk=item_id)
    )


def close_item(
    item: ImportItem,
    source: StoredFile,
    document: Document,
    *,
    reason: str,
    at: dt.datetime,
    is_public: bool = False,
) -> None:
    """Keep the file with its document, after its attachments. Raises ActRefused when the same
    content was filed meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [item.sha256])
    if _is_known(item):
        raise ActRefused(f"{item.reason}请不要重复录入。")
    _attach(document, source, item.name, is_public=is_public)
    item.state, item.document, item.read_at = ImportState.FILED, document, at
    item.reason = reason
    item.save()


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
