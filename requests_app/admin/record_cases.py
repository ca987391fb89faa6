"""更正申请 for officers: the list of a person's organs, and what was sent on from them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import display

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from requests_app import record_workflow as flow
from requests_app.admin.filters import RecordQueueFilter
from requests_app.admin.record_intake import RecordIntakePages
from requests_app.admin.record_pages import NAME
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


class _ReadOnly(ModelAdmin):
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False


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
    list_display_links = None
    list_select_related = ("correction", "source", "target")
    ordering = ("-forwarded_on", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordForwarding]:
        own = organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
        return super().get_queryset(request).filter(source_id__in=own)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "requests_app_recordforwarding_changelist"
        return [path("", wrap(self.changelist_view), name=name)]

    @admin.display(description="更正申请编号")
    def case(self, row: RecordForwarding) -> str:
        return row.correction.number

    @admin.display(description="现在的状态")
    def state(self, row: RecordForwarding) -> str:
        is_open = row.correction.status in flow.OPEN
        return "正在办理" if is_open else RecordStatus(row.correction.status).label
