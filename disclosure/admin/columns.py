"""Columns for those who keep them, and two reports: what ages, and what leads nowhere."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold.widgets import UnfoldAdminTextareaWidget

from disclosure.column_facts import column_reports, listed_columns
from disclosure.dead_links import with_dead_links
from disclosure.freshness import verdicts
from disclosure.models import Column, Document
from disclosure.querysets import WORKING_ROLES
from disclosure.services.columns import may_keep, normal_criteria, save_column
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.common.forms import SaidTexts
from portal.desk.fields import TypeAheadSelect
from portal.organs.models import Organ

MOST_DOCUMENTS = 200


class ColumnForm(SaidTexts, forms.ModelForm[Column]):
    """A column; its filter is read as the service will, so that a mistake keeps what was typed.

    Whose documents it shows is chosen from the organs; what else it asks is a query of the library.
    """

    of_organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.active(),
        to_field_name="code",
        label="只列哪个机关的文件",
        required=False,
        empty_label="全部机关",
        widget=TypeAheadSelect,
        help_text="含下级机关；与筛选条件一并保存",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = QueryDict(self.instance.criteria, mutable=True)
        named = criteria.getlist("organ")
        # More than one were written by hand, and stay there.
        if len(named) == 1:
            self.initial["of_organ"] = named[0]
            del criteria["organ"]
            self.initial["criteria"] = criteria.urlencode()

    class Meta:
        model = Column
        fields = (
            "organ",
            "name",
            "slug",
            "description",
            "keywords",
            "column_type",
            "criteria",
            "rhythm",
            "position",
            "is_listed",
        )
        widgets = {
            "description": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "criteria": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean_criteria(self) -> str:
        try:
            criteria, organ = self.cleaned_data["criteria"], self.cleaned_data.get("of_organ")
            if organ is not None:
                criteria = f"{criteria}&{urlencode({'organ': organ.code})}".removeprefix("&")
            return normal_criteria(criteria)
        except ActRefused as error:
            raise forms.ValidationError(str(error)) from error


@admin.register(Column)
class ColumnAdmin(BackOfficeAdmin):
    """The columns of the organs a person works for; clerks keep them, the others look on."""

    form = ColumnForm
    fields = (
        "organ",
        "name",
        "slug",
        "description",
        "keywords",
        "column_type",
        "of_organ",
        "criteria",
        "rhythm",
        "position",
        "is_listed",
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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        own = organs_with_role(request.user, Role.CLERK)
        kwargs["queryset"] = Organ.objects.filter(pk__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Column, form: Any, change: bool) -> None:
        del form, change
        save_column(column=obj, by=signed_in(request.user), at=timezone.now())

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("report/", wrap(require_safe(self.report)), name="disclosure_column_report"),
            path("links/", wrap(require_safe(self.links)), name="disclosure_column_links"),
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

    def links(self, request: HttpRequest) -> HttpResponse:
        """The dead links of one's own documents, public and on their way there."""
        self._seen_or_refused(request)
        own = Document.objects.of_own_organs(request.user)
        found = with_dead_links(own.published() | own.awaiting_publication())
        rows = list(islice(found, MOST_DOCUMENTS + 1))
        context = {"rows": rows[:MOST_DOCUMENTS], "has_more": len(rows) > MOST_DOCUMENTS}
        return self._page(request, "links", "失效链接", context)

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
