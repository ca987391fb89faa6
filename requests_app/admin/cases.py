"""The list of applications, for those who work on them and those who supervise."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import display

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.workdays.services import load_calendar
from requests_app.admin.answer_letter import AnswerLetterPages
from requests_app.admin.export import ExportPages
from requests_app.admin.filters import QueueFilter
from requests_app.admin.intake import IntakePages
from requests_app.admin.retention import KeepingPages
from requests_app.admin.suggestions import SuggestionPages
from requests_app.models import InformationRequest
from requests_app.permissions import may_read
from requests_app.presenters.due import due_of
from requests_app.presenters.masks import masked_name
from requests_app.querysets import WORKING_ROLES
from requests_app.workflow.states import Status

_COLOURS = {
    Status.AWAITING_CONFIRMATION: "warning",
    Status.REGISTERED: "warning",
    Status.HANDLING: "info",
    Status.AWAITING_CORRECTION: "info",
    Status.AWAITING_REASONS: "info",
    Status.AWAITING_PAYMENT: "info",
    Status.REVIEW: "warning",
    Status.SECOND_REVIEW: "warning",
    Status.SECRECY_REVIEW: "warning",
    Status.SIGNING: "warning",
    Status.DELIVERING: "warning",
    Status.ANSWERED: "success",
    Status.WITHDRAWN: "danger",
    Status.SPLIT: "info",
    Status.JOINED: "info",
    Status.ARCHIVED: "success",
}


class CaseList(ChangeList):
    """Rows with what is left of their term: the calendar is read once for all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "申请列表"

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        calendar, today = load_calendar(), timezone.localdate()
        for case in self.result_list:
            case.due = due_of(case, calendar, on=today)


@admin.register(InformationRequest)
class RequestAdmin(IntakePages, KeepingPages, ExportPages, SuggestionPages, AnswerLetterPages):
    """Applications to the organs a person works for, and to those below a supervisor's."""

    list_display = ("number", "what", "state", "due", "organ_name", "who", "applicant")
    list_display_links = ("number", "what")
    list_filter = (QueueFilter, "status", "channel", "applicant_kind")
    list_filter_submit = False
    list_per_page = 50
    list_select_related = ("organ", "handler")
    search_fields = ("number", "info_title", "info_number", "description")
    ordering = ("reply_due_on", "id")
    show_full_result_count = False
    actions = None
    list_before_template = "admin/requests_app/case/queues.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[InformationRequest]:
        seen: QuerySet[InformationRequest] = InformationRequest.objects.worked_on_by(request.user)
        return seen

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        del request, kwargs
        return CaseList

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR))

    def has_view_permission(
        self, request: HttpRequest, obj: InformationRequest | None = None
    ) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_read(request.user, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.REQUEST_INTAKE))

    def has_change_permission(
        self, request: HttpRequest, obj: InformationRequest | None = None
    ) -> bool:
        """A case is changed by its acts only."""
        del request, obj
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: InformationRequest | None = None
    ) -> bool:
        del request, obj
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list and the pages of ours; the theme's own forms have no address here."""
        wrap, name = self.admin_site.admin_view, "requests_app_informationrequest"
        changelist = path("", wrap(self.changelist_view), name=f"{name}_changelist")
        lists = [changelist, *self.keeping_urls(), *self.export_urls(), *self.suggestion_urls()]
        return [*lists, *self.intake_urls(), *self.case_urls(), *self.answer_letter_urls()]

    @admin.display(description="所需信息")
    def what(self, case: InformationRequest) -> str:
        return case.subject

    @admin.display(description="申请人")
    def applicant(self, case: InformationRequest) -> str:
        return masked_name(case)

    @display(description="状态", label={s.label: c for s, c in _COLOURS.items()})
    def state(self, case: InformationRequest) -> str:
        return Status(case.status).label

    @admin.display(description="机关", ordering="organ__path")
    def organ_name(self, case: InformationRequest) -> str:
        return case.organ.short_name

    @admin.display(description="承办人")
    def who(self, case: InformationRequest) -> str:
        return case.handler.get_full_name() if case.handler else "未分派"

    @admin.display(description="答复期限", ordering="reply_due_on")
    def due(self, case: Any) -> str:
        shown: str = case.due.as_html()
        return shown
