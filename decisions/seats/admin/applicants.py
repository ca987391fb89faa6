"""Applications in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from decisions.seats.admin.acts import APPLICANT_DESK
from decisions.seats.models import Applicant
from decisions.seats.permissions import APPLICANT_ROLES, APPLICANT_RULES, may_unmask
from decisions.seats.services.unmasking import Person, Purpose, unmask
from decisions.seats.workflow import Place
from portal.accounts.permissions import organs_in_view, signed_in
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.personal.masks import hidden_name, masked_contacts

NAME: Final = "decisions_applicant"
QUEUES: Final = (
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(APPLICANT_DESK, QUEUES, "")


@admin.register(Applicant)
class ApplicantAdmin(CasePages, CaseListAdmin):
    """Applications for the meetings that the organs of a person call, or that they supervise."""

    rules, waiting = APPLICANT_RULES, WAITING
    page_template = "admin/decisions/applicant/page.html"
    list_display = ("number", "topic", "line", "group", state_column(Place), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "sitting")
    search_fields = ("number",)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="议题")
    def topic(self, row: Applicant) -> str:
        return row.sitting.topic

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *APPLICANT_ROLES)
        return Applicant.objects.filter(organ_id__in=seen)

    def get_urls(self) -> list[URLPattern]:
        """The pages of an application, and who it is."""
        seen = self.admin_site.admin_view(require_POST(self.reveal_view))
        return [path("<int:pk>/reveal/", seen, name=f"{NAME}_reveal"), *self.case_urls()]

    def found(self, pk: int) -> Applicant | None:
        rows = Applicant.objects.select_related("organ", "user", "sitting")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, masked."""
        return self._page(request, self.reachable(request, pk))

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with everything in full, on this answer only."""
        found, by = self.reachable(request, pk), signed_in(request.user)
        purpose = request.POST.get("purpose", "")
        try:
            person = unmask(applicant=found, purpose=purpose, by=by, at=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(APPLICANT_DESK.address(found))
        return self._page(request, found, person)

    def _page(
        self, request: HttpRequest, found: Applicant, person: Person | None = None
    ) -> HttpResponse:
        may = may_unmask(signed_in(request.user), found)
        context = {
            "acts": [(row, row.reason if may else "") for row in found.acts.select_related("by")],
            "sitting": found.sitting,
            "calls": list(found.calls.all()),
            "person": person,
            "name": hidden_name(found.name),
            "contacts": masked_contacts(phone=found.phone, email=found.email, address=""),
            "may_unmask": may,
            "purposes": Purpose.choices,
        }
        return self.answer(request, found, context)
