"""Tables in the staff's pages: hand one in, see the dry run, file it; export a list."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from disclosure.exchange.columns import FORMATS, expected_headings
from disclosure.exchange.reading import BadTable, read_table
from disclosure.forms.uploads import TableForm
from disclosure.models import Document
from disclosure.services.exchange import export_documents, import_rows
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.files.formats.kinds import FORMATS as FILE_FORMATS
from portal.files.models import StoredFile
from portal.files.services import store_upload
from portal.organs.models import Organ

if TYPE_CHECKING:
    from portal.accounts.models import User

# A page answers while its reader waits; longer tables are for the command.
PAGE_ROWS = 500


class TablePages:
    """The views, for the admin class that gives them their addresses and permissions."""

    def __init__(self, model_admin: BackOfficeAdmin) -> None:
        self._admin = model_admin

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take a table and show what would become of every row; no document is written."""
        self._clerks_only(request)
        form = TableForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {"form": form, "headings": expected_headings()}
        if request.method == "POST" and form.is_valid():
            try:
                return self._dry_run(request, form.cleaned_data["table"])
            except (BadTable, ActRefused) as error:
                form.add_error("table", str(error))
        return self._page(request, "upload", "导入表格", context)

    def _dry_run(self, request: HttpRequest, file: UploadedFile[Any]) -> HttpResponse:
        name, now = file.name or "", timezone.now()
        table = read_table(cast("BinaryIO", file), name=name, max_bytes=settings.UPLOAD_MAX_BYTES)
        if len(table.rows) > PAGE_ROWS:
            raise BadTable(
                f"网页上一次最多导入{PAGE_ROWS}行，这份表格有{len(table.rows)}行。"
                "请拆分，或请管理员用 import_table 命令导入。"
            )
        report = import_rows(
            rows=table.rows, by=_person(request), at=now, dry_run=True, name=name, notes=table.notes
        )
        stored = None
        if report.new:
            # Kept as received, so that what is filed is exactly what was shown.
            file.seek(0)
            organ = Organ.objects.get(pk=min(organs_with_role(request.user, Role.CLERK)))
            stored = store_upload(
                stream=cast("BinaryIO", file), name=name, organ=organ, by=_person(request), at=now
            )
        context = {"report": report, "stored": stored, "name": name}
        return self._page(request, "report", "试运行结果", context)

    def file(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """File the rows of a table that was shown before; only its uploader may."""
        self._clerks_only(request)
        stored = get_object_or_404(
            StoredFile, public_id=public_id, uploaded_by_id=request.user.pk, kind__in=FORMATS
        )
        try:
            with stored.received.open("rb") as received:
                table = read_table(
                    cast("BinaryIO", received),
                    name=stored.name,
                    max_bytes=settings.UPLOAD_MAX_BYTES,
                )
            report = import_rows(
                rows=table.rows[:PAGE_ROWS],
                by=_person(request),
                at=timezone.now(),
                dry_run=False,
                name=stored.name,
                source=stored,
            )
        except (BadTable, ActRefused) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:disclosure_table_upload"))
        messages.add_message(
            request, messages.SUCCESS if report.ok else messages.WARNING, report.summary()
        )
        return HttpResponseRedirect(
            reverse("admin:disclosure_importbatch_change", args=[report.batch_id])
        )

    def export(self, request: HttpRequest, kind: str) -> HttpResponse | FileResponse:
        """Every row of the documents list as filtered, of those the person may see."""
        documents_admin = self._admin.admin_site.get_model_admin(Document)
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
        export_documents(documents=listed, kind=kind, stream=part, by=_person(request), at=now)
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

    def _clerks_only(self, request: HttpRequest) -> None:
        if not self._admin.has_add_permission(request):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        return TemplateResponse(
            request,
            f"admin/disclosure/table/{template}.html",
            {
                **self._admin.admin_site.each_context(request),
                "title": title,
                "opts": self._admin.opts,
                **context,
            },
        )


def _person(request: HttpRequest) -> User:
    """Whoever asks: the back office lets nobody in who is not signed in."""
    return cast("User", request.user)
