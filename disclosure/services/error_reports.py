"""Reports of errors: taken from anyone, answered by those who work on the document."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.choices import ErrorReportState
from disclosure.models import ErrorReport
from disclosure.permissions import may_handle_error_report
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said, visible

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

LONGEST_TEXT = 1000


@transaction.atomic
def report_error(
    *,
    document: Document,
    text: str,
    key: uuid.UUID,
    at: dt.datetime,
    place: str = "",
    contact: str = "",
) -> ErrorReport:
    """Take a reader's report of an error; the same key gives the same report.

    The audit entry says that it came, not what it says or who wrote it.
    """
    if not document.is_published:
        raise NotPermitted("没有找到该文件。")
    if not said(text):
        raise ActRefused("请写明哪里有误。")
    if len(text) > LONGEST_TEXT:
        raise ActRefused(f"纠错内容最多{LONGEST_TEXT}字。")
    report, is_new = ErrorReport.objects.get_or_create(
        key=key,
        defaults={
            "document": document,
            "place": place.strip(),
            "text": text.strip(),
            "contact": visible(contact).strip(),
            "received_at": at,
        },
    )
    if not is_new and (report.document_id, report.text) != (document.pk, text.strip()):
        raise ActRefused("这份纠错已经提交过了。要补充别的内容，请再提交一次。")
    if is_new:
        record(
            action="disclosure.report_error",
            summary=f"收到纠错：{document.title}",
            by=None,
            at=at,
            organ=document.organ,
            subject=report,
            details={"document": document.pk},
        )
    return report


@transaction.atomic
def handle_error_report(
    *, report: ErrorReport, reply: str, by: User, at: dt.datetime
) -> ErrorReport:
    """Close a report with what was found and done."""
    report = (
        ErrorReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("document__organ")
        .get(pk=report.pk)
    )
    verdict = may_handle_error_report(by, report)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if not said(reply):
        raise ActRefused("请写明处理结果。")
    report.state = ErrorReportState.HANDLED
    report.reply, report.handled_by, report.handled_at = reply.strip(), by, at
    report.save(update_fields=["state", "reply", "handled_by", "handled_at"])
    record(
        action="disclosure.handle_correction",
        summary=f"处理纠错：{report.document.title}",
        by=by,
        at=at,
        organ=report.document.organ,
        subject=report,
        details={"document": report.document_id, "reply": report.reply},
    )
    return report
