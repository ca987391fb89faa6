"""Questionnaires in the back office: list, page, beginning, preview, paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from decisions.surveys.admin.acts import DESK
from decisions.surveys.admin.piles import batch_page
from decisions.surveys.models import PaperBatch, Survey
from decisions.surveys.models.survey import LONGEST_TITLE
from decisions.surveys.permissions import ROLES, RULES
from decisions.surveys.presenters.asked import asked
from decisions.surveys.presenters.standing import count_words, state_words, stretch_words
from decisions.surveys.selectors import (
    WAITING_BATCHES,
    current,
    in_hand,
    lacks,
    rounded_counts,
    texts_of,
    version_faults,
)
from decisions.surveys.services import surveys
from decisions.surveys.services.results import drawn_up
from decisions.surveys.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.acts.querysets import waiting_for
from portal.common.forms import LongTextField
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.new_case import begin_page
from portal.desk.next_case import Waiting
from portal.desk.pages import unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

NAME: Final = "decisions_survey"
_SHOWN: Final = 10
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "", about=attrgetter("title"))


def today_of(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
    """For 今天的工作: what waits to be released, and whose end is past without a result."""
    organs = organs_with_role(user, *ROLES)
    if not organs:
        return None
    rows = Survey.objects.filter(organ__in=organs).select_related("organ")
    ended = rows.filter(status=Status.RUNNING, closes_at__lte=surveys.midnight(on))
    found = [
        *rows.filter(status=Status.REVIEW).order_by("updated_at", "pk")[:_SHOWN],
        *ended.order_by("closes_at", "pk")[:_SHOWN],
    ]
    cases = [(row, DESK.address(row), stretch_words(row)) for row in found]
    return {"cases": cases} if cases else None


class BeginForm(forms.Form):
    """A new questionnaire: whose, and what it is called; the rest is written in the draft."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="主办机关", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择主办机关。", "invalid_choice": "请选择您办理的单位。"},
    )  # fmt: skip
    title = LongTextField(
        label="名称", max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写名称。", "max_length": "名称最多120字，请删减。"},
    )  # fmt: skip

    def __init__(self, data: Any, organs: Collection[int]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset = Organ.objects.filter(pk__in=organs)


@admin.register(Survey)
class SurveyAdmin(CasePages, CaseListAdmin):
    """Questionnaires of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/survey/page.html"
    list_display = ("subject", state_column(Status), organ_name, "closes_at")
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/decisions/survey/list_before.html"

    @admin.display(description="问卷")
    def subject(self, row: Survey) -> str:
        return f"{row}　{row.title}"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a questionnaire, the beginning, its preview, its piles of paper."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        return [
            path("begin/", wrap(self.begin_view), name=f"{NAME}_begin"),
            path("<int:pk>/preview/", wrap(self.preview_view), name=f"{NAME}_preview"),
            path("<int:pk>/paper/<int:batch>/", wrap(hidden(self.batch_view)),
                 name=f"{NAME}_batch"),
            *self.case_urls(),
        ]  # fmt: skip

    def found(self, pk: int) -> Survey | None:
        rows = Survey.objects.select_related("organ", "decision")
        found: Survey | None = rows.filter(pk=pk).first()
        return found

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its questions, its paper; no figure before the end, then none that may not be told."""
        survey, at = self.reachable(request, pk), timezone.now()
        version, drafted = current(survey), in_hand(survey)
        is_over = survey.status == Status.RUNNING and survey.has_closed(at)
        # Whoever knew the figures could still type paper to them, and tell a small pile from them.
        is_whole = is_over and not survey.batches.filter(state__in=WAITING_BATCHES).exists()
        works = survey.organ_id in organs_with_role(request.user, *ROLES)
        wanting: list[str] = []
        if survey.status in (Status.DRAFT, Status.REVIEW):
            wanting = lacks(survey, drafted)
        elif drafted:
            wanting = version_faults(drafted)
        context = {
            "acts": [(row, row.reason) for row in survey.acts.select_related("by")],
            "state": state_words(survey, at=at) if survey.released_at else "",
            "stretch": stretch_words(survey),
            "lacks": wanting,
            "version": version,
            "drafted": drafted,
            "count": count_words(rounded_counts([survey.pk]).get(survey.pk, 0)) if version else "",
            "batches": survey.batches.select_related("opened_by"),
            "figures": drawn_up(survey) if is_whole else [],
            "texts": texts_of(survey) if is_whole and works else [],
        }
        return self.answer(request, survey, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new draft; a refusal keeps what was typed."""
        return begin_page(
            self,
            request,
            DESK,
            Role.DECISION_HANDLER,
            form=BeginForm,
            begin=surveys.create,
            what="问卷",
            template="admin/decisions/survey/begin.html",
            title="新建问卷",
        )

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every question as it is asked, with the conditions of branches in words."""
        survey = self.reachable(request, pk)
        version = in_hand(survey) or current(survey)
        held = version.questionnaire if version else None
        context = {
            "survey": survey,
            "version": version,
            "questions": asked(held, held, {}) if held else [],
        }
        template = "admin/decisions/survey/preview.html"
        return unkept_page(self, request, template, f"预览：{survey.title}", context)

    def batch_view(self, request: HttpRequest, pk: int, batch: int) -> HttpResponse:
        """A pile of paper: typed sheet by sheet, checked by another."""
        survey = self.reachable(request, pk)
        pile = PaperBatch.objects.select_related("survey__organ", "version", "opened_by")
        held = pile.filter(survey=survey, pk=batch).first()
        if held is None:
            raise Http404
        return batch_page(self, request, held)
