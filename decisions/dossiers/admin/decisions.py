"""Decisions in the back office: the list, the file of one step by step, the start of a new one."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from decisions.catalogues.choices import Matter
from decisions.dossiers.admin.acts import DESK
from decisions.dossiers.choices import Origin
from decisions.dossiers.gate import before_meeting
from decisions.dossiers.models import Decision
from decisions.dossiers.models.decision import LONGEST_TITLE
from decisions.dossiers.permissions import ROLES, RULES
from decisions.dossiers.presenters.file import state_of, step_rows
from decisions.dossiers.selectors import Dossier, ending_exceptions, facts_of, units_of
from decisions.dossiers.services import course
from decisions.dossiers.sources import told_elsewhere
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

NAME: Final = "decisions_decision"
_SHOWN: Final = 10
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "", about=attrgetter("title"))


def today_of(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
    """For 今天的工作: the decisions that wait for a person."""
    if not organs_with_role(user, *ROLES):
        return None
    rows = WAITING.rows(user, on).select_related("organ").order_by("updated_at", "pk")[:_SHOWN]
    cases = [(row, DESK.address(row)) for row in rows]
    return {"cases": cases} if cases else None


class StartForm(forms.Form):
    """What a new decision begins with."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="承办单位", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您办理决策的单位。"},
    )  # fmt: skip
    maker: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="决策机关", empty_label="请选择", widget=f.TypeAheadSelect,
        error_messages={"required": "请选择决策机关。", "invalid_choice": "请重新选择决策机关。"},
    )  # fmt: skip
    title = LongTextField(
        label="事项名称", max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写事项名称。"},
    )  # fmt: skip
    matter = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *Matter.choices], widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择类别。"},
    )  # fmt: skip
    gist = LongTextField(
        label="要解决什么", required=False, max_length=5_000, help_text="写给公众",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )  # fmt: skip
    origin = forms.ChoiceField(
        label="由谁提出", choices=[("", "请选择"), *Origin.choices],
        widget=UnfoldAdminSelectWidget, error_messages={"required": "请选择由谁提出。"},
    )  # fmt: skip
    origin_words = LongTextField(
        label="提出的情况", required=False, max_length=500, help_text="写给公众；不写个人姓名",
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    started_on = f.day("启动日期", help_text="决策机关同意启动的日期", today=True)(None)
    wants_hearing = forms.BooleanField(label="计划听证", required=False, widget=UnfoldBooleanWidget)

    def __init__(self, data: Any = None, *, organs: Any, makers: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset, fields["maker"].queryset = organs, makers


@admin.register(Decision)
class DecisionAdmin(CasePages, CaseListAdmin):
    """Decisions of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/decision/page.html"
    list_display = ("subject", state_column(Status), "maker_name", organ_name, "started_on")
    list_filter = (filter_of(QUEUES), "status", "matter")
    list_select_related = ("organ", "maker")
    search_fields = ("title",)
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/decisions/decision/list_before.html"

    @admin.display(description="决策")
    def subject(self, row: Decision) -> str:
        return f"{row}　{row.title}"

    @admin.display(description="决策机关")
    def maker_name(self, row: Decision) -> str:
        return row.maker.short_name

    def get_urls(self) -> list[URLPattern]:
        """The pages of a decision, the beginning, the exceptions that end."""
        wrap = self.admin_site.admin_view
        return [
            path("begin/", wrap(self.begin_view), name=f"{NAME}_begin"),
            path("exceptions/", wrap(self.exceptions_view), name=f"{NAME}_exceptions"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Decision | None:
        return Decision.objects.select_related("organ", "maker", "handler").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The fifteen steps with what is there and what is lacking, every record, the units."""
        decision = self.reachable(request, pk)
        dossier, told = Dossier(decision), told_elsewhere(decision)
        facts = facts_of(decision, dossier)
        lacks = before_meeting(facts) if decision.status == Status.PREPARING else []
        left_out = dict(decision.screenings.values_list("question", "reason"))
        context = {
            "acts": [(row, row.reason) for row in decision.acts.select_related("by")],
            "steps": step_rows(dossier, told, facts, lacks, left_out),
            "lacks": lacks,
            "records": [(row, state_of(row)) for row in dossier.records()],
            "units": units_of(decision),
            "meetings": dossier.meetings(),
        }
        return self.answer(request, decision, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new decision; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.DECISION_HANDLER)
        own = Organ.objects.active().filter(pk__in=organs).order_by("depth", "path")
        roots = {one.root_path for one in own}
        makers = Organ.objects.active().filter(path__startswith=roots.pop() if roots else "-")
        form = StartForm(request.POST or None, organs=own, makers=makers)
        problems, status = [], 200
        if not organs:
            problems, status = [f"决策由承办单位的{Role.DECISION_HANDLER.holders}登记。"], 403
        elif request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = course.start(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/decisions/decision/begin.html"
        return unkept_page(self, request, template, "启动决策", context, status=status)

    def exceptions_view(self, request: HttpRequest) -> HttpResponse:
        """The exceptions from fair competition that are in use, by their ends."""
        organs = organs_in_view(request.user, *ROLES)
        context = {"rows": ending_exceptions(organs), "today": timezone.localdate()}
        template = "admin/decisions/decision/exceptions.html"
        return unkept_page(self, request, template, "公平竞争审查的例外", context)
