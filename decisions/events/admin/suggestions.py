"""Suggestions of those who came in the back office: the list, one, masked and in full."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from decisions.events.admin.acts import SUGGESTION_DESK
from decisions.events.models import Suggestion
from decisions.events.permissions import SUGGESTION_RULES
from decisions.events.services.reveal import SUGGESTION_REVEALS, reveal_suggestion
from decisions.events.services.suggestion_answers import proposed_text
from decisions.events.workflow import Said
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.desk.reveal_pages import InFull, RevealPages, Seen

QUEUES: Final = (
    Queue("open", "没有反馈的", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(SUGGESTION_DESK, QUEUES, "")


@admin.register(Suggestion)
class SuggestionAdmin(RevealPages, CaseListAdmin):
    """Suggestions after the events of the organs a person works for, or supervises."""

    rules, waiting = SUGGESTION_RULES, WAITING
    in_full = InFull(SUGGESTION_REVEALS, reveal_suggestion, button="显示原文")
    page_template = "admin/decisions/suggestion/page.html"
    list_display = ("number", "about", "outcome", state_column(Said), organ_name)
    list_filter = (filter_of(QUEUES), "status", "outcome")
    list_select_related = ("organ", "event")
    ordering = ("-submitted_at", "-id")

    @admin.display(description="活动")
    def about(self, row: Suggestion) -> str:
        return f"{row.event.title}　{row.serial}号"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        return super().get_queryset(request).defer("text")

    def found(self, pk: int) -> Suggestion | None:
        rows = Suggestion.objects.select_related("organ", "event", "signup__session")
        return rows.filter(pk=pk).first()

    def facts(self, case: Suggestion, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked; what it says to those who hold the event alone."""
        holds_it = case.organ_id in organs_with_role(seen.by, Role.PARTICIPATION)
        return {
            **super().facts(case, seen),
            "event": case.event,
            "signup": case.signup if holds_it else None,
            "text": proposed_text(case) if holds_it else "",
        }
