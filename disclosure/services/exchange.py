"""Filing the rows of a table as drafts, and writing documents out as a table.

Every row is tried on its own, in its own transaction. A row has an identity (its document number,
or organ, title and date) and a content hash: the same content is filed once, other content under
the same identity is refused. A filed row is an `ImportItem`, so it stays known even after a clerk
has corrected its draft.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Length

from disclosure.choices import ImportState
from disclosure.exchange.columns import UNBOUNDED
from disclosure.exchange.output import write_table
from disclosure.exchange.records import digest, parse_row, record_of
from disclosure.exchange.report import Outcome, Report, RowReport
from disclosure.exchange.resolution import Catalogue, Draft
from disclosure.exchange.table import Row
from disclosure.exchange.values import Value, printable
from disclosure.models import Document, ImportBatch, ImportItem
from disclosure.permissions import may_file_for, may_read
from disclosure.services.documents import file_document
from disclosure.services.imports import open_batch
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.audit.services import record as record_audit
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.docnumbers import DocNumber, parse
from portal.organs.models import Organ

if TYPE_CHECKING:
    from disclosure.querysets import DocumentQuerySet
    from portal.accounts.models import User
    from portal.files.models import StoredFile

_LOG = logging.getLogger(__name__)
# Documents that may share one identity; withdrawn ones are among them.
_CANDIDATES = 50


@dataclass(slots=True)
class _Run:
    """One table: what stays the same for its rows, and what was seen of them so far."""

    by: User
    at: dt.datetime
    name: str
    source: StoredFile | None
    batch: ImportBatch | None
    catalogue: Catalogue = field(default_factory=Catalogue)
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


def import_rows(
    *,
    rows: Iterable[Row],
    by: User,
    at: dt.datetime,
    dry_run: bool,
    name: str = "表格",
    source: StoredFile | None = None,
    notes: tuple[str, ...] = (),
) -> Report:
    """File every valid row as a draft; the others are kept in the batch with their reasons.

    A dry run goes through the same acts, undoes each, and reports what would happen. `name` and
    `source` are the table's. Raises NotPermitted for anyone who is nowhere a clerk.
    """
    if not organs_with_role(by, Role.CLERK):
        raise NotPermitted("只有录入人员可以导入表格。")
    batch = None if dry_run else open_batch(organ=None, by=by, at=at)
    run = _Run(by=by, at=at, name=name, source=source, batch=batch)
    return Report(
        rows=tuple(_take(run, row) for row in rows),
        dry_run=dry_run,
        batch_id=batch.pk if batch else None,
        notes=notes,
    )


def _take(run: _Run, row: Row) -> RowReport:
    record, problems = parse_row(row)
    title = str(record.get("title", ""))
    if not row.problem:
        draft = run.catalogue.draft(record)
        problems += draft.problems
        if draft.organ and not (verdict := may_file_for(run.by, draft.organ.pk)):
            problems.append(f"{draft.organ.name}：{verdict.reason}")
        if not problems and draft.organ:
            # However the organ was written: the row means the same.
            record = {**record, "organ": draft.organ.code}
            return _file(run, row, record, draft, draft.organ)
    return _refused(run, row, title, problems)


def _file(run: _Run, row: Row, record: dict[str, Value], draft: Draft, organ: Organ) -> RowReport:
    """File one valid row unless it is known; a dry run takes it back."""
    title, content = str(record["title"]), digest(record)
    identity = _identity(record)
    if (earlier := run.seen.get(identity)) and earlier[1] != content:
        text = f"与第{earlier[0]}行的{_named(record)}相同，请核对，只保留一行。"
        return _refused(run, row, title, [text])
    if earlier:
        said = (f"与第{earlier[0]}行内容相同，只录入一份。",)
        return _known(run, RowReport(row.number, Outcome.KNOWN, title, said), content, None)
    try:
        with transaction.atomic():
            _lock(identity)
            document = _in_portal(run, record, content, organ)
            is_new = document is None
            if document is None:
                document = file_document(
                    organ=organ,
                    by=run.by,
                    at=run.at,
                    elements=draft.elements,
                    issuers=draft.issuers,
                    labels=draft.labels,
                )
                _keep(run, row.number, content, ImportState.FILED, document=document)
            if run.batch is None:
                transaction.set_rollback(True)
    except ActRefused as error:
        return _refused(run, row, title, [str(error)])
    except (DataError, IntegrityError):
        _LOG.exception("row %s of %s cannot be stored", row.number, run.name)
        return _refused(run, row, title, ["该行内容无法保存，请改为在系统中手工录入。"])
    run.seen[identity] = (row.number, content)
    if not is_new:
        said = ("内容相同的文件已经录入。",)
        known = RowReport(row.number, Outcome.KNOWN, title, said, document.pk)
        return _known(run, known, content, document)
    document_id = document.pk if run.batch else None
    return RowReport(row.number, Outcome.NEW, title, document_id=document_id)


def _known(run: _Run, report: RowReport, content: str, document: Document | None) -> RowReport:
    reason = "".join(report.messages)
    _keep(run, report.number, content, ImportState.DUPLICATE, document=document, reason=reason)
    return report


def _refused(run: _Run, row: Row, title: str, problems: list[str]) -> RowReport:
    """Keep the row as it came, with its reasons: nothing a clerk handed in is lost."""
    came = printable(json.dumps(row.values, ensure_ascii=False))
    reason = "".join(problems)[:500]
    _keep(run, row.number, "", ImportState.FAILED, reason=reason, elements={"row": came})
    return RowReport(row.number, Outcome.BAD, title, tuple(problems))


def _keep(
    run: _Run,
    number: int,
    content: str,
    state: ImportState,
    *,
    document: Document | None = None,
    reason: str = "",
    elements: dict[str, str] | None = None,
) -> None:
    if run.batch is None:
        return
    ImportItem.objects.create(
        batch=run.batch,
        name=f"{run.name[:250]} 第{number}行",
        sha256=content,
        state=state,
        reason=reason,
        elements=elements or {},
        source=run.source,
        document=document,
        read_at=run.at,
    )


def _identity(record: dict[str, Value]) -> str:
    if number := _number(record):
        return f"number|{number.key}"
    return f"title|{record['organ']}|{record['title']}|{record['signed_on'] or ''}"


def _number(record: dict[str, Value]) -> DocNumber | None:
    return parse(str(record["doc_number"])) if record["doc_number"] else None


def _named(record: dict[str, Value]) -> str:
    if record["doc_number"]:
        return f"发文字号“{record['doc_number']}”"
    return "机关、标题和成文日期"


def _lock(identity: str) -> None:
    """Two imports of one document wait for each other; the second sees the first's draft."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [identity])


def _in_portal(run: _Run, record: dict[str, Value], content: str, organ: Organ) -> Document | None:
    """The document already filed from equal content; ActRefused when another one is in the way."""
    filed = ImportItem.objects.filter(
        sha256=content, state=ImportState.FILED, document__isnull=False
    ).first()
    if filed:
        return filed.document
    same = Document.objects.with_page_parts().prefetch_related("subject_words")
    if number := _number(record):
        same = same.filter(doc_number_key=number.key)
    else:
        same = same.filter(
            organ=organ, doc_number="", title=record["title"], signed_on=record["signed_on"]
        )
    same = same.exclude(status=Status.DISCARDED)
    candidates: list[Document] = list(same.order_by("pk")[:_CANDIDATES])
    for document in candidates:
        if document.organ_id == organ.pk and digest(record_of(document)) == content:
            return document
    for document in candidates:
        if document.status != Status.WITHDRAWN:
            # The title of another organ's draft is none of this clerk's business.
            seen = f"{document.quoted_title}" if may_read(run.by, document) else "另一机关的文件"
            raise ActRefused(
                f"{_named(record)}与已录入的{seen}相同，但内容不同："
                "同一文件请在系统中修改，不同文件请更正后再导入。"
            )
    return None


def export_documents(
    *,
    documents: DocumentQuerySet,
    kind: str,
    stream: BinaryIO,
    by: User | None,
    at: dt.datetime,
) -> int:
    """Write documents as a table (`kind`: csv, xlsx, jsonl) and note it in the audit trail.

    Returns their number. `documents` are those the person may see; `by` is None for the system.
    """
    lengths = documents.order_by().aggregate(**{key: Max(Length(key)) for key in UNBOUNDED})
    rows = documents.with_page_parts().prefetch_related("subject_words")
    count = write_table(
        (record_of(document, site=settings.PUBLIC_URL) for document in rows.iterator(500)),
        kind=kind,
        stream=stream,
        longest={key: length or 0 for key, length in lengths.items()},
    )
    record_audit(
        action="disclosure.export",
        summary=f"导出公文{count}份",
        by=by,
        at=at,
        details={"format": kind, "count": count},
    )
    return count
