"""更正申请 for officers: the list of a person's organs, and what was sent on from them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from unfold.decorators import display

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from requests_app import record_workflow as flow
from requests_app.admin.filters import RecordQueueFilter
from requests_app.admin.read_only import ReadOnlyAdmin
from requests_app.admin.record_intake import RecordIntakePages
from requests_app.admin.record_letters import record_letter_response, record_letter_row
from requests_app.admin.record_pages import NAME
from requests_app.admin.unkept import unkept_page
from requests_app.choices import RecordStatus
from requests_app.models import RecordCorrection, RecordForwarding
from requests_app.presenters.due import due_of_record
from requests_app.presenters.record_masks import masked_applicant
from requests_app.record_permissions import may_read_record
from requests_app.record_querysets import WORKING_ROLES

_COLOURS = {
    RecordStatus.SUBMITTED: "warning",
    RecordStatus.FORWARDED: "warning",
    RecordStatus.VERIFYING: "info",
    RecordStatus.REVIEW: "warning",
    RecordStatus.CORRECTED: "success",
    RecordStatus.DECLINED: "success",
    RecordStatus.REFERRED: "success",
    RecordStatus.WITHDRAWN: "danger",
    RecordStatus.ARCHIVED: "success",
}


_FORWARDED = "requests_app_recordforwarding"


class _ReadOnly(ReadOnlyAdmin):
    """Changed by acts only; seen by those who work on requests and those who supervise."""

    actions = None
    list_per_page = 50
    list_filter_submit = False
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.has_module_permission(request)


@admin.register(RecordCorrection)
class RecordAdmin(RecordIntakePages, _ReadOnly):
    """Requests where they lie now: without what they are about."""

    list_display = ("number", "state", "due", "organ_name", "who", "applicant")
    list_display_links = ("number",)
    list_filter = (RecordQueueFilter, "status", "applicant_kind")
    list_select_related = ("organ", "handler")
    search_fields = ("number",)
    ordering = ("due_on", "id")
    list_before_template = "admin/requests_app/record/queues.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordCorrection]:
        seen: QuerySet[RecordCorrection] = RecordCorrection.objects.worked_on_by(request.user)
        return seen

    def has_view_permission(
        self, request: HttpRequest, obj: RecordCorrection | None = None
    ) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_read_record(request.user, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.REQUEST_INTAKE))

    def get_urls(self) -> list[URLPattern]:
        """The list and the pages of ours; the theme's own forms have no address here."""
        wrap = self.admin_site.admin_view
        changelist = path("", wrap(self.changelist_view), name=f"{NAME}_changelist")
        return [changelist, *self.intake_urls(), *self.record_urls()]

    @admin.display(description="申请人")
    def applicant(self, row: RecordCorrection) -> str:
        return masked_applicant(row)

    @display(description="状态", label={s.label: c for s, c in _COLOURS.items()})
    def state(self, row: RecordCorrection) -> str:
        return RecordStatus(row.status).label

    @admin.display(description="机关", ordering="organ__path")
    def organ_name(self, row: RecordCorrection) -> str:
        return row.organ.short_name

    @admin.display(description="承办人")
    def who(self, row: RecordCorrection) -> str:
        return row.handler.get_full_name() if row.handler else "未分派"

    @admin.display(description="内部办理期限", ordering="due_on")
    def due(self, row: RecordCorrection) -> str:
        return due_of_record(row, on=timezone.localdate()).as_html()


@admin.register(RecordForwarding)
class RecordForwardingAdmin(_ReadOnly):
    """What stays with an organ that sent a request on: the row of it, and how far it has come."""

    list_display = ("case", "source", "target", "forwarded_on", "told_by", "state")
    list_display_links = ("case",)
    list_select_related = ("correction", "source", "target")
    ordering = ("-forwarded_on", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordForwarding]:
        own = organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
        return super().get_queryset(request).filter(source_id__in=own)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        row, letter = require_safe(self.row_view), require_POST(self.letter_view)
        return [
            path("", wrap(self.changelist_view), name=f"{_FORWARDED}_changelist"),
            path("<int:pk>/change/", wrap(row), name=f"{_FORWARDED}_change"),
            path("<int:pk>/letter/", wrap(letter), name=f"{_FORWARDED}_letter"),
        ]

    def row_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One row, and the letter by which the applicant is told; nothing of the case."""
        row = self._reachable(request, pk)
        context = {
            "row": row,
            "state": self.state(row),
            "letters": [record_letter_row(row, signed_in(request.user))],
            "action": reverse(f"admin:{_FORWARDED}_letter", args=[pk]),
        }
        return unkept_page(self, request, "record/forwarding", "转送记录", context)

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """转送告知书, to be printed, as Word file or as PDF."""
        back = reverse(f"admin:{_FORWARDED}_change", args=[pk])
        return record_letter_response(self, request, self._reachable(request, pk), back=back)

    def _reachable(self, request: HttpRequest, pk: int) -> RecordForwarding:
        rows = self.get_queryset(request).select_related("correction", "source", "target")
        return get_object_or_404(rows, pk=pk)

    @admin.display(description="更正申请编号")
    def case(self, row: RecordForwarding) -> str:
        return row.correction.number

    @admin.display(description="现在的状态")
    def state(self, row: RecordForwarding) -> str:
        is_open = row.correction.status in flow.OPEN
        return "正在办理" if is_open else RecordStatus(row.correction.status).label
