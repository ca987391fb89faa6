"""Tables for tests: rows without a fault, as CSV, and what an export gives."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from disclosure.exchange.columns import COLUMNS
from disclosure.exchange.report import RowReport
from disclosure.exchange.table import Row, Table, read_table
from disclosure.models import Document, ImportBatch, ImportItem
from disclosure.services.exchange import export_documents
from portal.audit.models import AuditEntry
from portal.files.models import StoredFile

Make = Callable[..., Document]
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIMIT = 50 * 1024 * 1024


def good(**changes: Any) -> dict[str, Any]:
    """A row as JSON Lines holds it, without a fault."""
    return {
        "organ": "SJ-B",
        "issuers": ["试江市人民政府办公室"],
        "title": "关于做好河道保洁工作的通知",
        "doc_number": "试府办〔2026〕21号",
        "doc_type": "通知",
        "body": "现就有关事项通知如下。\n一、加强巡查。",
        "abstract": "明确河道保洁要求。",
        "theme": "综合政务\\政务公开",
        "category": "第二十条第一款第（一）项",
        "openness": "主动公开",
        "signed_on": "2026-11-02",
        **changes,
    }


def as_rows(*values: dict[str, Any]) -> list[Row]:
    return [Row(number, row) for number, row in enumerate(values, start=1)]


def table_of(rows: list[dict[str, Any]], encoding: str = "utf-8-sig") -> bytes:
    """A CSV as an office would send it: Chinese headings, names parted by ；."""
    buffer = io.StringIO(newline="")
    keys = list(rows[0])
    writer = csv.writer(buffer)
    writer.writerow(next(c.heading for c in COLUMNS if c.key == key) for key in keys)
    for row in rows:
        writer.writerow(
            "；".join(row[k]) if isinstance(row[k], list) else row.get(k, "") for k in keys
        )
    return buffer.getvalue().encode(encoding)


def read(data: bytes, name: str) -> Table:
    return read_table(io.BytesIO(data), name=name, max_bytes=LIMIT)


def exported(kind: str, now: dt.datetime, documents: Any = None) -> bytes:
    buffer = io.BytesIO()
    chosen = Document.objects.order_by("pk") if documents is None else documents
    export_documents(documents=chosen, kind=kind, stream=buffer, by=None, at=now)
    return buffer.getvalue()


def counts() -> tuple[int, ...]:
    models = (Document, ImportItem, ImportBatch, StoredFile, AuditEntry)
    return tuple(model.objects.count() for model in models)


def filed_as(row: RowReport) -> Document:
    """The draft a row became."""
    assert row.document_id is not None
    return Document.objects.get(pk=row.document_id)
