"""Sign-ups in the back office: the list, one, who it is with an entry of the trail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from decisions.events.admin.acts import SIGNUP_DESK
from decisions.events.models import SignUp
from decisions.events.moments import span_words
from decisions.events.permissions import SIGNUP_ROLES, SIGNUP_RULES, may_unmask
from decisions.events.services.reveal import Person, Purpose, reveal
from decisions.events.workflow import Place
from portal.accounts.permissions import organs_in_view, signed_in
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of
from portal.personal.masks import hidden_name, masked_contacts

NAME: Final = "decisions_signup"
QUEUES: Final = (
    Queue("open", "有名额和候补的", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(SIGNUP_DESK, QUEUES, "")


@admin.register(SignUp)
class SignUpAdmin(CasePages, CaseListAdmin):
    """Sign-ups for the events of the organs a person holds them for, or supervises."""

    rules, waiting, page_template = SIGNUP_RULES, WAITING, "admin/decisions/signup/page.html"
    list_display = ("number", "title", "persons", "line", state_column(Place), organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "session__event")
    search_fields = ("number",)
    ordering = ("-submitted_at", "-id")

    @admin.display(description="活动")
    def title(self, row: SignUp) -> str:
        return row.session.event.title

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = organs_in_view(request.user, *SIGNUP_ROLES)
        return SignUp.objects.filter(organ_id__in=seen)

    def get_urls(self) -> list[URLPattern]:
        """The pages of a sign-up, and who it is."""
        seen = self.admin_site.admin_view(require_POST(self.reveal_view))
        return [path("<int:pk>/reveal/", seen, name=f"{NAME}_reveal"), *self.case_urls()]

    def found(self, pk: int) -> SignUp | None:
        rows = SignUp.objects.select_related("organ", "user", "group", "session__event")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, masked."""
        return self._page(request, self.reachable(request, pk))

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with everything in full, on this answer only."""
        signup, by = self.reachable(request, pk), signed_in(request.user)
        purpose = request.POST.get("purpose", "")
        try:
            person = reveal(signup=signup, purpose=purpose, by=by, at=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(SIGNUP_DESK.address(signup))
        return self._page(request, signup, person)

    def _page(
        self, request: HttpRequest, signup: SignUp, person: Person | None = None
    ) -> HttpResponse:
        session = signup.session
        may = may_unmask(signed_in(request.user), signup)
        acts = signup.acts.select_related("by")
        context = {
            "acts": [(row, row.reason if may else "") for row in acts],
            "session": session,
            "when": span_words(session.starts_at, session.ends_at),
            "person": person,
            "name": hidden_name(signup.name),
            "contacts": masked_contacts(phone=signup.phone, email=signup.email, address=""),
            "has_needs": bool(signup.needs),
            "may_unmask": may,
            "purposes": Purpose.choices,
        }
        return self.answer(request, signup, context)
