"""Readers' reports of errors, for those who work on the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from disclosure.choices import ErrorReportState
from disclosure.forms.error_reports import ErrorReplyForm
from disclosure.models import ErrorReport
from disclosure.permissions import may_handle_error_report
from disclosure.querysets import WORKING_ROLES
from disclosure.services.error_reports import handle_error_report
from portal.accounts.permissions import organs_with_role
from portal.desk.refused_forms import RefusedForms

if TYPE_CHECKING:
    from portal.accounts.models import User

_COLOURS = {ErrorReportState.OPEN: "warning", ErrorReportState.HANDLED: "success"}
_EXCERPT = 40


@admin.register(ErrorReport)
class ErrorReportAdmin(RefusedForms):
    """Reports on the documents of the organs a person works for; a reply closes one."""

    form = ErrorReplyForm
    list_display = ("excerpt", "shown_state", "document", "received_at")
    list_display_links = ("excerpt",)
    list_filter = ("state",)
    list_select_related = ("document",)
    list_per_page = 50
    search_fields = ("document__title", "document__doc_number", "text")
    ordering = ("-state", "received_at")
    actions = None
    _given = ("linked_document", "place", "text", "contact", "received_at")
    readonly_fields = (*_given, "shown_state", "correction", "handled_by", "handled_at")
    fieldsets = (
        ("读者所写", {"fields": _given}),
        ("处理", {"fields": ("shown_state", "correction", "reply", "handled_by", "handled_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        organs = organs_with_role(request.user, *WORKING_ROLES)
        found = super().get_queryset(request).filter(document__organ_id__in=organs)
        return found.select_related("document__organ", "handled_by")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES))

    def has_view_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        organs = organs_with_role(request.user, *WORKING_ROLES)
        return bool(organs) if obj is None else obj.document.organ_id in organs

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_handle_error_report(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        del request, obj
        return False

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: Any, change: bool) -> None:
        del change
        handle_error_report(
            report=obj,
            reply=form.cleaned_data["reply"],
            by=cast("User", request.user),
            at=timezone.now(),
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"show_save_and_continue": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description="纠错内容")
    def excerpt(self, report: ErrorReport) -> str:
        text = " ".join(report.text.split())
        return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"

    @display(description="状态", label={s.label: c for s, c in _COLOURS.items()})
    def shown_state(self, report: ErrorReport) -> str:
        return ErrorReportState(report.state).label

    @admin.display(description="更正")
    def correction(self, report: ErrorReport) -> str:
        """The correction that came of it; where there is none yet, the way to begin one."""
        found = report.corrections.last()
        if found is not None:
            address = reverse("admin:disclosure_correction_change", args=[found.pk])
            return format_html(
                '<a href="{}">{}（{}）</a>', address, found.number, found.get_status_display()
            )
        if report.state == ErrorReportState.HANDLED or not report.document.is_published:
            return "—"
        address = reverse(
            "admin:disclosure_document_act", args=[report.document_id, "begin_correction"]
        )
        return format_html('<a href="{}">据此开始更正</a>（签发后这件纠错随之答复）', address)

    @admin.display(description="文件")
    def linked_document(self, report: ErrorReport) -> str:
        address = reverse("admin:disclosure_document_change", args=[report.document_id])
        return format_html('<a href="{}">{}</a>', address, report.document.title)
