"""One opinion in the back office: masked, seen in full only for a purpose, answered, shown."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextareaWidget

from decisions.consultations.choices import Result
from decisions.consultations.models import Opinion
from decisions.consultations.permissions import OPINION_RULES, ROLES
from decisions.consultations.presenters.outcome import place_of
from decisions.consultations.services import answers, public_copies
from decisions.consultations.services.reveal import REVEALS, reveal
from decisions.consultations.services.steps import OPINION_STEPS
from decisions.consultations.workflow import OpinionStatus
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, filter_of, mine
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.desk.text_search import TextIndex
from portal.personal.free_text import masked
from portal.personal.masks import hidden_name, masked_contacts

_PUBLISHED: Final = "会公布；不写姓名和联系方式"


def _shown_text(case: Opinion) -> forms.Field:
    """What the machine masked, for a person to look at and mend."""
    return LongTextField(
        label="公开的文字", max_length=5_000, initial=public_copies.proposed_text(case),
        help_text="机器隐去了号码、住址和姓名，请看过再公开",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        error_messages={"required": "请填写公开的文字。"},
    )  # fmt: skip


BUTTONS = {
    "answer": Button(answers.answer_one, {
        "outcome": f.choice("处理结果", Result.choices),
        "reason": f.text("理由", rows=3, help_text=_PUBLISHED),
        "change": f.text("草案怎样改", required=False, help_text="采纳、部分采纳的填写"),
        "summary": f.word("意见摘要", longest=500, required=False, help_text=_PUBLISHED),
    }),
    "reconsider": Button(answers.reconsider, {"reason": f.reason("重新处理的理由")}),
    "show": Button(public_copies.show, {"text": _shown_text}),
    "hide": Button(public_copies.hide, {"reason": f.reason("撤下的理由")}),
}  # fmt: skip
DESK = Desk(OPINION_STEPS, BUTTONS, heading=str, back="返回意见")
QUEUES = (mine(OpinionStatus, Role.DECISION_HANDLER), ALL)
WAITING = Waiting(DESK, QUEUES, "")


@admin.register(Opinion)
class OpinionAdmin(RevealPages, CaseListAdmin):
    """Opinions on the consultations of the organs a person works for."""

    rules, waiting, page_template = OPINION_RULES, WAITING, "admin/decisions/opinion/page.html"
    in_full = InFull(REVEALS, reveal, button="显示原文")
    list_display = ("number", "about", state_column(OpinionStatus), "way", organ_name)
    list_filter = (filter_of(QUEUES), "status", "way")
    list_select_related = ("organ", "consultation")
    search_fields = ("number",)
    text_indexes = (TextIndex("decisions.Opinion", search_fields),)
    ordering = ("id",)

    @admin.display(description="意见征集")
    def about(self, row: Opinion) -> str:
        return f"{row.consultation.title}　第{row.serial}号"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opinion]:
        return super().get_queryset(request).defer("text", "name", "phone", "email", "guardian")

    def found(self, pk: int) -> Opinion | None:
        rows = Opinion.objects.select_related(
            "organ", "consultation", "now", "clause", "group", "version", "user"
        )
        return rows.defer("version__text").filter(pk=pk).first()

    def facts(self, case: Opinion, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked; what it says to those who work on it alone."""
        works = case.organ_id in organs_with_role(seen.by, *ROLES)
        contacts = masked_contacts(phone=case.phone, email=case.email, address="")
        return {
            "acts": [(row, row.reason) for row in case.acts.select_related("by")],
            "place": place_of(case),
            "text": masked(case.text, names=[case.name] if case.name else []) if works else "",
            "name": hidden_name(case.name) if works else "",
            "contacts": contacts if works else [],
        }
