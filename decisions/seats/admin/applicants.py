"""Applications in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from decisions.seats.admin.acts import APPLICANT_DESK
from decisions.seats.models import Applicant
from decisions.seats.permissions import APPLICANT_ROLES, APPLICANT_RULES
from decisions.seats.services.reveal import REVEALS, reveal_applicant
from decisions.seats.workflow import Place
from portal.accounts.permissions import organs_in_view
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.desk.text_search import TextIndex
from portal.personal.masks import hidden_name, masked_contacts

QUEUES: Final = (
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(APPLICANT_DESK, QUEUES, "")


@admin.register(Applicant)
class ApplicantAdmin(RevealPages, CaseListAdmin):
    """Applications for the meetings that the organs of a person call, or that they supervise."""

    rules, waiting, in_full = APPLICANT_RULES, WAITING, InFull(REVEALS, reveal_applicant)
    page_template = "admin/decisions/applicant/page.html"
    list_display = ("number", "topic", "line", "group", state_column(Place), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "sitting")
    search_fields = ("number",)
    text_indexes = (TextIndex("decisions.Applicant", search_fields),)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="议题")
    def topic(self, row: Applicant) -> str:
        return row.sitting.topic

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *APPLICANT_ROLES)
        return Applicant.objects.filter(organ_id__in=seen)

    def found(self, pk: int) -> Applicant | None:
        rows = Applicant.objects.select_related("organ", "user", "sitting")
        return rows.filter(pk=pk).first()

    def facts(self, case: Applicant, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked."""
        return {
            **super().facts(case, seen),
            "sitting": case.sitting,
            "calls": list(case.calls.all()),
            "name": hidden_name(case.name),
            "contacts": masked_contacts(phone=case.phone, email=case.email, address=""),
        }
