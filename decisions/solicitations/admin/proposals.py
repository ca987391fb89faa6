"""Proposals in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from decisions.solicitations.admin.acts import PROPOSAL_DESK
from decisions.solicitations.models import Proposal
from decisions.solicitations.permissions import PROPOSAL_ROLES, PROPOSAL_RULES
from decisions.solicitations.services.reveal import REVEALS, reveal
from decisions.solicitations.workflow import Standing
from portal.accounts.permissions import organs_in_view
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.desk.text_search import TextIndex
from portal.personal.free_text import masked
from portal.personal.masks import hidden_name, masked_contacts

QUEUES: Final = (
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(PROPOSAL_DESK, QUEUES, "")


@admin.register(Proposal)
class ProposalAdmin(RevealPages, CaseListAdmin):
    """Proposals to the solicitations of the organs of a person, or that they supervise."""

    rules, waiting, in_full = PROPOSAL_RULES, WAITING, InFull(REVEALS, reveal)
    page_template = "admin/decisions/proposal/page.html"
    list_display = ("number", "topic", "line", "project", state_column(Standing), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "solicitation", "project")
    search_fields = ("number",)
    text_indexes = (TextIndex("decisions.Proposal", search_fields),)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="征集")
    def topic(self, row: Proposal) -> str:
        return row.solicitation.title

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *PROPOSAL_ROLES)
        return Proposal.objects.filter(organ_id__in=seen)

    def found(self, pk: int) -> Proposal | None:
        rows = Proposal.objects.select_related("organ", "user", "solicitation", "project")
        return rows.filter(pk=pk).first()

    def facts(self, case: Proposal, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked."""
        return {
            **super().facts(case, seen),
            "solicitation": case.solicitation,
            "headline": masked(case.title),
            "text": masked(case.text),
            "name": hidden_name(case.name) if case.name else "",
            "contacts": masked_contacts(phone=case.phone, email=case.email, address=""),
        }
