"""The page of one case in the back office, and its acts; whoever may not see it finds nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.common.admin import BackOfficeAdmin
from portal.desk.buttons import Desk, DeskAct
from portal.desk.next_case import Waiting, came_from, led_back
from portal.desk.offers import offers_for
from portal.desk.pages import act_page, unkept_page


class CasePages(BackOfficeAdmin):
    """Addresses of a case. `waiting` is what waits of its kind, and has its desk; `kinds` are all
    of which the next one may be, `page_template` draws the page.
    """

    waiting: ClassVar[Waiting]
    kinds: ClassVar[Sequence[Waiting]] = ()
    page_template: ClassVar[str]

    def get_urls(self) -> list[URLPattern]:
        """Ours and no others."""
        return self.case_urls()

    def case_urls(self) -> list[URLPattern]:
        """The list, the page of a case and its acts; the theme's own forms have no address."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<int:pk>/change/", wrap(require_safe(self.case_view)), name=f"{name}_change"),
            path("<int:pk>/act/<slug:action>/", wrap(hidden(self.act_view)), name=f"{name}_act"),
        ]

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, and what can be done."""
        case = self.reachable(request, pk)
        acts = [(row, row.reason) for row in case.acts.select_related("by")]
        return self.answer(request, case, {"acts": acts})

    def act_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """One act; a refusal keeps what was typed and says why."""
        case, query = self.reachable(request, pk), self.came_from(request)
        return act_page(
            self,
            request,
            self.desk_of(request, case),
            case,
            action,
            done=lambda act: self.after(request, case, act, query),
            query=query,
        )

    def desk_of(self, request: HttpRequest, case: Any) -> Desk:
        """The desk of a case; of a kind whose forms differ from case to case its own."""
        del request, case
        return self.waiting.desk

    def after(self, request: HttpRequest, case: Any, act: DeskAct, query: str) -> HttpResponse:
        """Where an act that was done leads."""
        kinds = self.kinds or (self.waiting,)
        return led_back(request, self.waiting.desk, case, act, query, kinds=kinds)

    def found(self, pk: int) -> Any:
        """The case of a key with what its page reads, if there is one."""
        rows = self.waiting.desk.steps.model._default_manager
        return rows.select_related("organ", "handler", "user").filter(pk=pk).first()

    def reachable(self, request: HttpRequest, pk: int) -> Any:
        """The same for one who may see it; raises Http404 for all others."""
        case = self.found(pk)
        may_read = self.waiting.desk.steps.rules.may_read
        if case is None or not may_read(request.user, case):
            raise Http404
        return case

    def came_from(self, request: HttpRequest) -> str:
        """The list it was opened from, as the end of an address."""
        return came_from(request, self.waiting.kept)

    def answer(
        self,
        request: HttpRequest,
        case: Any,
        context: Mapping[str, Any],
        *,
        title: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Its page, with what is offered and whatever else `context` says."""
        desk, today = self.desk_of(request, case), timezone.localdate()
        frame = {
            "case": case,
            "came_from": self.came_from(request),
            "offers": offers_for(desk, request.user, case, on=today),
            "today": today,
        }
        title, context = title or desk.heading(case), {**frame, **context}
        return unkept_page(self, request, self.page_template, title, context, status=status)
