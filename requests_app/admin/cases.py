"""The list of applications, for those who work on them and those who supervise."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.queues import filter_of
from portal.desk.text_search import TextIndex
from portal.workdays.services import load_calendar
from requests_app.admin.answer_letter import AnswerLetterPages
from requests_app.admin.answer_preview import AnswerPreviewPages
from requests_app.admin.export import ExportPages
from requests_app.admin.filters import QUEUES
from requests_app.admin.intake import IntakePages
from requests_app.admin.lookup import FindingPages, may_find
from requests_app.admin.prepared_files import PreparedFilesPages
from requests_app.admin.retention import KeepingPages
from requests_app.admin.suggestions import SuggestionPages
from requests_app.admin.waits import WaitingPages
from requests_app.models import InformationRequest
from requests_app.permissions import RULES
from requests_app.presenters.due import due_of
from requests_app.presenters.masks import masked_name
from requests_app.queues.holders import holdings_of
from requests_app.workflow.states import Status


class CaseList(ChangeList):
    """Rows with what is left of their term and the desk where each lies: the calendar, the acts and
    the people are read once for all.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "申请列表"

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.may_find = may_find(request.user)
        calendar, today = load_calendar(), timezone.localdate()
        held = holdings_of(list(self.result_list), calendar, on=today)
        for case in self.result_list:
            case.due = due_of(case, calendar, on=today)
            case.held = held.get(case.pk)


@admin.register(InformationRequest)
class RequestAdmin(
    IntakePages,
    KeepingPages,
    ExportPages,
    SuggestionPages,
    WaitingPages,
    FindingPages,
    AnswerLetterPages,
    AnswerPreviewPages,
    PreparedFilesPages,
    CaseListAdmin,
):
    """Applications to the organs a person works for, and to those below a supervisor's."""

    rules = RULES
    list_display = (
        "number", "what", state_column(Status), "due", "held", organ_name, handler_name, "applicant"
    )  # fmt: skip
    list_display_links = ("number", "what")
    list_filter = (filter_of(QUEUES), "status", "channel", "applicant_kind")
    list_select_related = ("organ", "handler")
    search_fields = ("number", "info_title", "info_number", "description", "letters__number")
    text_indexes = (
        TextIndex(
            "requests_app.InformationRequest",
            ("number", "info_title", "info_number", "description"),
        ),
        TextIndex("requests_app.Letter", ("number",), case="request"),
    )
    ordering = ("reply_due_on", "id")
    list_before_template = "admin/requests_app/case/queues.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        del request, kwargs
        return CaseList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.REQUEST_INTAKE))

    def get_urls(self) -> list[URLPattern]:
        """The list and the pages of ours."""
        lists = [*self.keeping_urls(), *self.export_urls(), *self.suggestion_urls()]
        return [
            *lists,
            *self.waiting_urls(),
            *self.finding_urls(),
            *self.intake_urls(),
            *self.case_urls(),
            *self.answer_letter_urls(),
            *self.answer_preview_urls(),
            *self.prepared_urls(),
        ]

    @admin.display(description="所需信息")
    def what(self, case: InformationRequest) -> str:
        return case.subject

    @admin.display(description="现在")
    def held(self, case: Any) -> str:
        return case.held.words if case.held else "—"

    @admin.display(description="申请人")
    def applicant(self, case: InformationRequest) -> str:
        return masked_name(case)

    @admin.display(description="答复期限", ordering="reply_due_on")
    def due(self, case: Any) -> str:
        shown: str = case.due.as_html()
        return shown
