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

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.pages import unkept_page
from portal.desk.queues import filter_of
from portal.desk.text_search import TextIndex
from requests_app.presenters.due import due_of_rectification
from requests_app.presenters.masks import masked_name
from requests_app.rectification import workflow as flow
from requests_app.rectification.admin.filters import RECTIFICATION_QUEUES
from requests_app.rectification.admin.intake import RectificationIntakePages
from requests_app.rectification.admin.letters import (
    rectification_letter_response,
    rectification_letter_row,
)
from requests_app.rectification.models import Rectification, RectificationForwarding
from requests_app.rectification.permissions import RULES
from requests_app.rectification.querysets import WORKING_ROLES
from requests_app.rectification.workflow import Status

_FORWARDED = "requests_app_rectificationforwarding"


@admin.register(Rectification)
class RectificationAdmin(RectificationIntakePages, CaseListAdmin):
    """Requests where they lie now: without what they are about."""

    rules = RULES
    list_display = (
        "number", state_column(Status), "due", organ_name, handler_name, "applicant"
    )  # fmt: skip
    list_display_links = ("number",)
    list_filter = (filter_of(RECTIFICATION_QUEUES), "status", "applicant_kind")
    list_select_related = ("organ", "handler")
    search_fields = ("number",)
    text_indexes = (TextIndex("requests_app.Rectification", search_fields),)
    ordering = ("due_on", "id")
    list_before_template = "admin/requests_app/record/queues.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.REQUEST_INTAKE))

    def get_urls(self) -> list[URLPattern]:
        """The list and the pages of ours."""
        return [*self.intake_urls(), *self.rectification_urls()]

    @admin.display(description="申请人")
    def applicant(self, row: Rectification) -> str:
        return masked_name(row)

    @admin.display(description="内部办理期限", ordering="due_on")
    def due(self, row: Rectification) -> str:
        return due_of_rectification(row, on=timezone.localdate()).as_html()


@admin.register(RectificationForwarding)
class RectificationForwardingAdmin(CaseListAdmin):
    """What stays with an organ that sent a request on: the row of it, and how far it has come."""

    rules = RULES
    list_display = ("case", "source", "target", "forwarded_on", "told_by", "state")
    list_display_links = ("case",)
    list_select_related = ("rectification", "source", "target")
    ordering = ("-forwarded_on", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RectificationForwarding]:
        own = organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
        return RectificationForwarding.objects.filter(source_id__in=own)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row is found by `get_queryset` or not at all."""
        del obj
        return self.has_module_permission(request)

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
            "letters": [rectification_letter_row(row, signed_in(request.user))],
            "action": reverse(f"admin:{_FORWARDED}_letter", args=[pk]),
        }
        return unkept_page(
            self, request, "admin/requests_app/record/forwarding.html", "转送记录", context
        )

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """转送告知书, to be printed, as Word file or as PDF."""
        back = reverse(f"admin:{_FORWARDED}_change", args=[pk])
        return rectification_letter_response(self, request, self._reachable(request, pk), back=back)

    def _reachable(self, request: HttpRequest, pk: int) -> RectificationForwarding:
        rows = self.get_queryset(request).select_related("rectification", "source", "target")
        return get_object_or_404(rows, pk=pk)

    @admin.display(description="更正申请编号")
    def case(self, row: RectificationForwarding) -> str:
        return row.rectification.number

    @admin.display(description="现在的状态")
    def state(self, row: RectificationForwarding) -> str:
        is_open = row.rectification.status in flow.OPEN
        return "正在办理" if is_open else Status(row.rectification.status).label
