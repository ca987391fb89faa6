"""Proposals in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from decisions.solicitations.admin.acts import PROPOSAL_DESK
from decisions.solicitations.models import Proposal
from decisions.solicitations.permissions import (
    PROPOSAL_ROLES,
    PROPOSAL_RULES,
    may_unmask,
)
from decisions.solicitations.services.unmasking import Person, Purpose, unmask
from decisions.solicitations.workflow import Standing
from portal.accounts.permissions import organs_in_view, signed_in
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.personal.free_text import masked
from portal.personal.masks import hidden_name, masked_contacts

NAME: Final = "decisions_proposal"
QUEUES: Final = (
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(PROPOSAL_DESK, QUEUES, "")


@admin.register(Proposal)
class ProposalAdmin(CasePages, CaseListAdmin):
    """Proposals to the solicitations of the organs of a person, or that they supervise."""

    rules, waiting = PROPOSAL_RULES, WAITING
    page_template = "admin/decisions/proposal/page.html"
    list_display = ("number", "topic", "line", "project", state_column(Standing), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "solicitation", "project")
    search_fields = ("number",)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="征集")
    def topic(self, row: Proposal) -> str:
        return row.solicitation.title

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *PROPOSAL_ROLES)
        return Proposal.objects.filter(organ_id__in=seen)

    def get_urls(self) -> list[URLPattern]:
        """The pages of a proposal, and who it is."""
        seen = self.admin_site.admin_view(require_POST(self.reveal_view))
        return [path("<int:pk>/reveal/", seen, name=f"{NAME}_reveal"), *self.case_urls()]

    def found(self, pk: int) -> Proposal | None:
        rows = Proposal.objects.select_related("organ", "user", "solicitation", "project")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, masked."""
        return self._page(request, self.reachable(request, pk))

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with everything in full, on this answer only."""
        found, by = self.reachable(request, pk), signed_in(request.user)
        purpose = request.POST.get("purpose", "")
        try:
            person = unmask(proposal=found, purpose=purpose, by=by, at=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(PROPOSAL_DESK.address(found))
        return self._page(request, found, person)

    def _page(
        self, request: HttpRequest, found: Proposal, person: Person | None = None
    ) -> HttpResponse:
        may = may_unmask(signed_in(request.user), found)
        context = {
            "acts": [(row, row.reason if may else "") for row in found.acts.select_related("by")],
            "solicitation": found.solicitation,
            "headline": masked(found.title),
            "text": masked(found.text),
            "person": person,
            "name": hidden_name(found.name) if found.name else "",
            "contacts": masked_contacts(phone=found.phone, email=found.email, address=""),
            "may_unmask": may,
            "purposes": Purpose.choices,
        }
        return self.answer(request, found, context)
