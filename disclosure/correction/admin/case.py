"""The list of corrections and the page of one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, BinaryIO

from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from disclosure.correction.admin.acts import DESK
from disclosure.correction.permissions import RULES
from disclosure.correction.presenters import proposal_of
from disclosure.correction.selectors import proposed_document
from disclosure.correction.services.figures import add_figure
from disclosure.correction.workflow import Status
from disclosure.models import Correction, Document
from disclosure.presenters.prose import Pictures
from disclosure.selectors import relation_parts, work_parts
from disclosure.services.validity import apply_standing
from disclosure.views.public import reading_context
from portal.accounts.permissions import signed_in
from portal.acts.querysets import waiting_for
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.files.views import as_received, picture_taken

if TYPE_CHECKING:
    from portal.files.models import StoredFile

QUEUES = (
    Queue(
        "mine",
        "待我办理",
        # A row is named by its document.
        lambda rows, user, _on: rows.select_related("document").filter(
            waiting_for(Status, user, handler_role=None)
        ),
    ),
    Queue("open", "正在办理", lambda rows, _user, _on: rows.filter(status__in=Status.open)),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "")
_PARTS = ("document__organ", "organ", "edition", "begun_by", "error_report")


def _pictures(case: Correction, made: Document) -> Pictures:
    """Where the pictures of a proposed text are shown to those who review it."""
    own = [str(row.file.public_id) for row in made.attachments.all() if row.is_figure]
    door = "admin:disclosure_correction_picture"
    return {file: reverse(door, args=[case.pk, file]) for file in own}


@admin.register(Correction)
class CorrectionAdmin(CasePages, CaseListAdmin):
    """Corrections of the organs a person works for."""

    rules, waiting = RULES, WAITING
    page_template = "admin/disclosure/correction/page.html"
    list_display = ("title", "kind", state_column(Status), organ_name, "begun")
    list_display_links = ("title",)
    list_filter = (filter_of(QUEUES), "status", "kind")
    list_select_related = ("document", "organ")
    search_fields = ("document__title", "document__doc_number")
    ordering = ("-id",)
    list_before_template = "admin/desk/queues.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a case, the preview of what is proposed, its attachments as received."""
        wrap = self.admin_site.admin_view
        return [
            *self.case_urls(),
            path(
                "<int:pk>/preview/",
                wrap(require_safe(self.preview_view)),
                name="disclosure_correction_preview",
            ),
            path(
                "<int:pk>/pictures/",
                wrap(require_POST(self.add_picture_view)),
                name="disclosure_correction_pictures",
            ),
            path(
                "<int:pk>/pictures/<uuid:public_id>/",
                wrap(require_safe(self.picture_view)),
                name="disclosure_correction_picture",
            ),
            path(
                "<int:pk>/attachments/<int:number>/",
                wrap(require_safe(self.original_view)),
                name="disclosure_correction_original",
            ),
        ]

    def found(self, pk: int) -> Correction | None:
        return Correction.objects.select_related(*_PARTS).filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would change, what stands in its way, what was done."""
        case = self.reachable(request, pk)
        context: dict[str, Any] = {
            "acts": [(row, row.reason) for row in case.acts.select_related("by")],
            "attachments": case.attachments.select_related("file"),
        }
        if Status(case.status).is_open:
            context["proposal"] = proposal_of(case, on=timezone.localdate())
        return self.answer(request, case, context)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it will be; kept by nobody."""
        case = self.reachable(request, pk)
        made, today = proposed_document(case), timezone.localdate()
        made.public_files = list(made.attachments.all())  # type: ignore[attr-defined]
        prefetch_related_objects([made], *relation_parts(), *work_parts())
        apply_standing(made, on=today)
        context = {
            **reading_context(made, on=today, pictures=_pictures(case, made)),
            "back": DESK.address(case),
        }
        response = TemplateResponse(request, "admin/disclosure/document/preview.html", context)
        response["Cache-Control"] = "no-store, private"
        return response

    def add_picture_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Keep a picture for the proposed text; answers its name, or why it was not taken."""
        case = self.reachable(request, pk)

        def keep(stream: BinaryIO, name: str) -> StoredFile:
            by, at = signed_in(request.user), timezone.now()
            return add_figure(correction=case, stream=stream, name=name, by=by, at=at)

        return picture_taken(request, keep)

    def picture_view(self, request: HttpRequest, pk: int, public_id: uuid.UUID) -> FileResponse:
        """A picture of the proposed text as received, for those who write and review it."""
        case = self.reachable(request, pk)
        rows = [row for row in proposed_document(case).attachments.all() if row.is_figure]
        found = next((row.file for row in rows if row.file.public_id == public_id), None)
        if found is None:
            raise Http404
        return as_received(found)

    def original_view(self, request: HttpRequest, pk: int, number: int) -> FileResponse:
        """A proposed attachment as received, for those who review it; never shown inline."""
        case = self.reachable(request, pk)
        row = get_object_or_404(case.attachments.select_related("file"), pk=number)
        return as_received(row.file)

    @admin.display(description="文件", ordering="document__title")
    def title(self, row: Correction) -> str:
        return row.document.title

    @admin.display(description="开始时间", ordering="begun_at")
    def begun(self, row: Correction) -> str:
        return f"{timezone.localtime(row.begun_at):%Y-%m-%d %H:%M}"
