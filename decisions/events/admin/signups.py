"""Sign-ups in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from decisions.events.admin.acts import SIGNUP_DESK
from decisions.events.models import SignUp
from decisions.events.moments import span_words
from decisions.events.permissions import SIGNUP_ROLES, SIGNUP_RULES
from decisions.events.services.reveal import REVEALS, reveal
from decisions.events.workflow import Place
from portal.accounts.permissions import organs_in_view
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.desk.text_search import TextIndex
from portal.personal.masks import hidden_name, masked_contacts

QUEUES: Final = (
    Queue("open", "有名额和候补的", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(SIGNUP_DESK, QUEUES, "")


@admin.register(SignUp)
class SignUpAdmin(RevealPages, CaseListAdmin):
    """Sign-ups for the events of the organs a person holds them for, or supervises."""

    rules, waiting, in_full = SIGNUP_RULES, WAITING, InFull(REVEALS, reveal)
    page_template = "admin/decisions/signup/page.html"
    list_display = ("number", "title", "persons", "line", state_column(Place), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "session__event")
    search_fields = ("number",)
    text_indexes = (TextIndex("decisions.SignUp", search_fields),)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="活动")
    def title(self, row: SignUp) -> str:
        return row.session.event.title

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *SIGNUP_ROLES)
        return SignUp.objects.filter(organ_id__in=seen)

    def found(self, pk: int) -> SignUp | None:
        rows = SignUp.objects.select_related("organ", "user", "group", "session__event")
        return rows.filter(pk=pk).first()

    def facts(self, case: SignUp, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked."""
        session = case.session
        return {
            **super().facts(case, seen),
            "session": session,
            "when": span_words(session.starts_at, session.ends_at),
            "name": hidden_name(case.name),
            "contacts": masked_contacts(phone=case.phone, email=case.email, address=""),
            "has_needs": bool(case.needs),
        }
