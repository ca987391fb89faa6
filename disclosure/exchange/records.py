"""A document as one flat record, and a row of a table as the same record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.elements import LABELS, Form
from disclosure.exchange.columns import COLUMNS, IMPORTED
from disclosure.exchange.table import Row
from disclosure.exchange.values import BadValue, Value, empty, printable, to_value
from portal.common.fingerprints import fingerprint
from portal.text.lines import from_lines
from portal.text.plain import plain

if TYPE_CHECKING:
    from disclosure.models import Document


def record_of(document: Document, *, site: str = "") -> dict[str, Value]:
    """Every column's value of a document; `site` is put before the address of a public one.

    Reads the document's issuers and labels: prefetch them for a list.
    """
    first = document.first_published_at
    record: dict[str, Value] = {
        "organ": document.organ.code,
        "issuers": [row.name for row in document.issuer_rows.all()],
        "theme": document.theme.path if document.theme else "",
        "category": str(document.category.basis) if document.category else "",
        "tags": [tag.name for tag in document.tags.all()],
        "audiences": [audience.name for audience in document.audiences.all()],
        "subject_words": [word.word for word in document.subject_words.all()],
        "first_published_at": timezone.localtime(first).isoformat(" ", "seconds") if first else "",
        "url": f"{site}{document.get_absolute_url()}" if document.is_public else "",
    }
    for column in COLUMNS:
        if column.key in record:
            continue
        value = getattr(document, column.key)
        if column.form is Form.DATE:
            record[column.key] = value.isoformat() if value else None
        elif isinstance(value, str):
            record[column.key] = printable(value)
        else:
            record[column.key] = value
    return record


def parse_row(row: Row) -> tuple[dict[str, Value], list[str]]:
    """The record a row holds, and everything wrong with its single values (Chinese sentences)."""
    if row.problem:
        return {}, [row.problem]
    record: dict[str, Value] = {}
    problems = []
    for column in IMPORTED:
        try:
            value = to_value(column, row.values.get(column.key))
        except BadValue as error:
            problems.append(str(error))
            value = empty(column)
        else:
            if column.required and not value:
                problems.append(f"缺少{column.heading}，请填写。")
        record[column.key] = value
    return record, problems


def digest(record: Mapping[str, Value]) -> str:
    """The hash of what an import takes from a record: equal records give equal drafts."""
    content = {
        # Labels are a set; the order of the issuers means something.
        column.key: sorted(value) if isinstance(value, list) and column.key in LABELS else value
        for column in IMPORTED
        for value in (record[column.key],)
    }
    # Filing writes a text in its usual form.
    content["body"] = plain(from_lines(str(content["body"] or "").splitlines()))
    return fingerprint(json.dumps(content, ensure_ascii=False, sort_keys=True))
