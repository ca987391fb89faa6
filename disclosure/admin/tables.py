"""Tables in the staff's pages: how documents are handed in as one, and the export of a list."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disclosure.admin.table_import import TableImport, TableWords
from disclosure.exchange.columns import DOCUMENTS, FORMATS
from disclosure.models import Document
from disclosure.services.exchange import export_documents, import_rows
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.files.formats.kinds import FORMATS as FILE_FORMATS

_WORDS = TableWords(
    title="导入表格",
    intro="每行一份文件。先试运行：系统逐行核对，说明哪些会新录入、哪些已有、哪些有误；"
    "确认以后才录成草稿，不会直接公开。",
    advice="公开责任机关代码一栏（也可以叫“公开责任机关”）写机关的代码、全称、简称都可以。"
    "发文机关、标签等有多项时用“；”分隔。从公文列表导出的表格可以作为样表。",
    button=lambda report: f"录入{report.new}份草稿",
)


def documents_import(model_admin: BackOfficeAdmin) -> TableImport:
    """The pages on which documents are handed in as a table."""
    return TableImport(
        model_admin,
        sheet=DOCUMENTS,
        take_in=import_rows,
        place="disclosure_table",
        words=_WORDS,
        command="import_table",
        done=lambda report: reverse("admin:disclosure_importbatch_change", args=[report.batch_id]),
    )


def export_view(
    model_admin: BackOfficeAdmin, request: HttpRequest, kind: str
) -> HttpResponse | FileResponse:
    """Every row of the documents list as filtered, of those the person may see."""
    documents_admin = model_admin.admin_site.get_model_admin(Document)
    if not documents_admin.has_view_permission(request):
        raise PermissionDenied
    if kind not in FORMATS:
        raise Http404
    try:
        listed = documents_admin.get_changelist_instance(request).get_queryset(request)
    except BadRequest:
        messages.error(request, "筛选条件有误，请重新选择后再导出。")
        return HttpResponseRedirect(reverse("admin:disclosure_document_changelist"))
    now = timezone.now()
    # The response closes it.
    part = tempfile.TemporaryFile()  # noqa: SIM115
    export_documents(documents=listed, kind=kind, stream=part, by=signed_in(request.user), at=now)
    part.seek(0)
    response = FileResponse(
        part,
        as_attachment=True,
        filename=f"公文-{timezone.localtime(now):%Y%m%d-%H%M}.{kind}",
        content_type=FILE_FORMATS[kind].media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
