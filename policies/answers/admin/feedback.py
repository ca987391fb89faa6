"""Questions fed back by systems, in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from unfold.widgets import UnfoldAdminSelectWidget

from policies.answers.choices import Audience
from policies.answers.models import Entry, Feedback
from policies.answers.models.version import LONGEST_QUESTION
from policies.answers.permissions import FEEDBACK_RULES
from policies.answers.queues import FEEDBACK_QUEUES
from policies.answers.selectors import suggested
from policies.answers.services import feedback as acts
from policies.answers.services.from_feedback import draft_for
from policies.answers.workflow import FeedbackStatus
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import filter_of


class _EntryField(forms.ModelChoiceField[Entry]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}　{obj.current.question}"


def _entries(feedback: Any) -> forms.Field:
    """Answers that the consumer may read, those of the organ that is asked."""
    reads = Audience(feedback.consumer.scope).reads
    rows = Entry.objects.readable(*reads).filter(organ=feedback.organ_id)
    return _EntryField(
        label="问答",
        queryset=rows.select_related("current").order_by("-public_at"),
        empty_label="请选择",
        widget=f.TypeAheadSelect,
        error_messages={"required": "请选择问答。", "invalid_choice": "这件问答已经读不到。"},
    )


def _audiences(feedback: Any) -> forms.Field:
    """Whoever reads it, the one who asked does."""
    reads = Audience(feedback.consumer.scope).reads
    return forms.ChoiceField(
        label="公开范围",
        choices=[(each.value, each.label) for each in reads],
        widget=UnfoldAdminSelectWidget,
    )


_BUTTONS = {
    "draft": Button(draft_for, {
        "question": f.word("标准问", longest=LONGEST_QUESTION,
            help_text="用通用的话重写，不写来电人的情况；审核公开后自动作为答复。"),
        "audience": _audiences,
    }),
    "answer": Button(acts.answer, {"entry": _entries}),
    "decline": Button(acts.decline, {"reason": f.reason("不纳入的说明",
        help_text="来件的系统看得到；请写明该去哪里问。")}),
}  # fmt: skip
DESK = Desk(acts.STEPS, _BUTTONS, heading=lambda row: f"知识库{row}", back="返回反馈")
FEEDBACK_WAITING = Waiting(DESK, FEEDBACK_QUEUES, "due_on")


@admin.register(Feedback)
class FeedbackAdmin(CasePages, CaseListAdmin):
    """The list and its cases."""

    rules, waiting = FEEDBACK_RULES, FEEDBACK_WAITING
    page_template = "admin/policies/feedback.html"
    list_display = ("number", state_column(FeedbackStatus), "consumer", organ_name, "due_on")
    list_filter = (filter_of(FEEDBACK_QUEUES), "status")
    list_select_related = ("organ", "consumer")
    list_before_template = "admin/desk/queues.html"

    def found(self, pk: int) -> Feedback | None:
        rows = Feedback.objects.select_related("organ", "consumer", "document", "entry", "handler")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was asked, answers that may fit, and what can be done."""
        case = self.reachable(request, pk)
        is_open = case.status == FeedbackStatus.RECEIVED
        reads = Audience(case.consumer.scope).reads
        context = {
            "acts": [(row, row.reason) for row in case.acts.select_related("by")],
            "alike": suggested(case.question, *reads) if is_open else [],
        }
        return self.answer(request, case, context)
