"""Solicitations in the back office: the list, the page of one, a new one."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from decisions.solicitations import presenters as p
from decisions.solicitations.admin.acts import DESK, WORDS
from decisions.solicitations.models import Solicitation
from decisions.solicitations.permissions import RULES
from decisions.solicitations.selectors import projects_of, proposals_of, sums_of
from decisions.solicitations.services import solicitations
from decisions.solicitations.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.new_case import WordsForm, begin_page
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of, mine
from portal.personal.free_text import masked

NAME: Final = "decisions_solicitation"
QUEUES: Final = (
    mine(Status, None),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "", about=attrgetter("title"))


_begun: Final = partial(WordsForm, whose="征集机关", work="办征集", words=WORDS)


@admin.register(Solicitation)
class SolicitationAdmin(CasePages, CaseListAdmin):
    """Solicitations of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/solicitation/page.html"
    list_display = ("number", "title", "kind", "closes_at", state_column(Status), organ_name)
    list_display_links = ("number", "title")
    list_filter = (filter_of(QUEUES), "status", "kind")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/decisions/solicitation/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a solicitation, and a new one."""
        begin = self.admin_site.admin_view(self.begin_view)
        return [path("begin/", begin, name=f"{NAME}_begin"), *self.case_urls()]

    def found(self, pk: int) -> Solicitation | None:
        return Solicitation.objects.select_related("organ", "poll").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The announcement, the proposals with what is personal masked, the projects."""
        row, now = self.reachable(request, pk), timezone.now()
        is_own = row.organ_id in organs_with_role(request.user, Role.DECISION_HANDLER)
        proposals = [
            (one, masked(one.title), masked(one.text)) for one in proposals_of(row) if is_own
        ]
        context = {
            "acts": [(act, act.reason) for act in row.acts.select_related("by")],
            "shown": p.shown(row, at=now),
            "is_public": row.announced_at is not None,
            "sums": sums_of(row),
            "projects": projects_of(row, shown_only=False),
            "proposals": proposals,
        }
        return self.answer(request, row, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new announcement; a refusal keeps what was typed."""
        return begin_page(
            self,
            request,
            DESK,
            Role.DECISION_HANDLER,
            form=_begun,
            begin=solicitations.draft,
            what="征集公告",
            template="admin/decisions/solicitation/begin.html",
            title="拟定征集公告",
        )
