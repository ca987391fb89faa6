"""Columns for those who keep them, and the report of what ages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.column_facts import column_reports, listed_columns
from disclosure.forms.columns import PICK_FIELDS, ColumnForm
from disclosure.freshness import verdicts
from disclosure.models import Column
from disclosure.querysets import WORKING_ROLES
from disclosure.services.columns import may_keep, save_column
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import BackOfficeAdmin
from portal.desk.fields import TypeAheadSelect
from portal.organs.models import Organ


@admin.register(Column)
class ColumnAdmin(BackOfficeAdmin):
    """The columns of the organs a person works for; clerks keep them, the others look on."""

    form = ColumnForm
    fieldsets = (
        (None, {"fields": ("organ", "name", "slug", "description", "keywords", "column_type")}),
        ("收哪些文件", {"fields": (*PICK_FIELDS, "criteria")}),
        ("更新和显示", {"fields": ("rhythm", "position", "is_listed")}),
    )
    list_display = ("name", "organ", "rhythm", "position", "is_listed")
    list_select_related = ("organ",)
    list_filter = ("rhythm", "is_listed")
    list_per_page = 50
    search_fields = ("name", "slug")
    ordering = ("position", "id")
    actions = None
    list_before_template = "admin/disclosure/column/reports.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Column]:
        return super().get_queryset(request).filter(organ_id__in=_seen(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_seen(request))

    def has_view_permission(self, request: HttpRequest, obj: Column | None = None) -> bool:
        return bool(_seen(request)) if obj is None else obj.organ_id in _seen(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.CLERK))

    def has_change_permission(self, request: HttpRequest, obj: Column | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_keep(request.user, obj.organ_id))

    def has_delete_permission(self, request: HttpRequest, obj: Column | None = None) -> bool:
        """Readers keep its address; a column that ends is no longer shown."""
        del request, obj
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Column | None = None
    ) -> tuple[str, ...]:
        del request
        return ("slug",) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Column | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        first, _, last = self.fieldsets
        return (first, ("收哪些文件", {"fields": ("criteria",)}), last)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        own = organs_with_role(request.user, Role.CLERK)
        kwargs["queryset"] = Organ.objects.filter(pk__in=own)
        kwargs |= {"widget": TypeAheadSelect(), "empty_label": "请选择"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Column, form: Any, change: bool) -> None:
        del form, change
        save_column(column=obj, by=signed_in(request.user), at=timezone.now())

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("report/", wrap(require_safe(self.report)), name="disclosure_column_report"),
            *super().get_urls(),
        ]

    def report(self, request: HttpRequest) -> HttpResponse:
        """How fresh the columns are: one's own in rows, the whole site by its verdicts."""
        seen = self._seen_or_refused(request)
        reports = column_reports(listed_columns(), on=timezone.localdate())
        own = [report for report in reports if report.column.organ_id in seen]
        organs = {report.column.organ_id: report.column.organ for report in own}
        chosen = request.GET.get("organ", "")
        context = {
            "reports": [each for each in own if chosen in ("", each.column.organ.code)],
            "organs": sorted(organs.values(), key=lambda organ: organ.path),
            "chosen": chosen,
            "verdicts": verdicts(report.freshness for report in reports),
        }
        return self._page(request, "report", "栏目更新情况", context)

    def _seen_or_refused(self, request: HttpRequest) -> set[int]:
        seen = _seen(request)
        if not seen:
            raise PermissionDenied
        return seen

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(
            request, f"admin/disclosure/column/{template}.html", shared | context
        )


def _seen(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
