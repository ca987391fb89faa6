"""Events in the back office: the list, the page of one, a new one, its sessions and its door."""

from __future__ import annotations

import datetime as dt
from functools import partial
from operator import attrgetter
from typing import Final

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from decisions.events.admin.acts import DESK, WORDS
from decisions.events.admin.door import DoorPages
from decisions.events.admin.plans import PlanPages
from decisions.events.models import Event
from decisions.events.permissions import RULES
from decisions.events.presenters.session import Shown, shown
from decisions.events.selectors import ledger_of_suggestions, materials_of, sessions_of
from decisions.events.services import events
from decisions.events.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.new_case import WordsForm, begin_page
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of, mine

NAME: Final = "decisions_event"
QUEUES: Final = (
    mine(Status, None),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "", about=attrgetter("title"))


_begun: Final = partial(WordsForm, whose="主办机关", work="办开放活动", words=WORDS)


@admin.register(Event)
class EventAdmin(DoorPages, PlanPages, CasePages, CaseListAdmin):
    """Events of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/event/page.html"
    list_display = ("number", "title", "kind", state_column(Status), organ_name)
    list_display_links = ("number", "title")
    list_filter = (filter_of(QUEUES), "status", "kind")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/decisions/event/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of an event, a new one, the door of a session, plans and figures."""
        begin = self.admin_site.admin_view(self.begin_view)
        return [
            path("begin/", begin, name=f"{NAME}_begin"),
            *self.plan_urls(),
            *self.door_urls(),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Event | None:
        return Event.objects.select_related("organ", "series").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its words, its sessions with what is held and who waits, and what can be done."""
        event, now = self.reachable(request, pk), timezone.now()
        rows = [shown(row, at=now) for row in sessions_of(event)]
        own = organs_with_role(request.user, Role.PARTICIPATION)
        context = {
            "acts": [(row, row.reason) for row in event.acts.select_related("by")],
            "sessions": rows,
            "materials": materials_of(event),
            "suggestions": list(event.suggestions.defer("text").order_by("serial")),
            "ledger": ledger_of_suggestions(event),
            "is_public": event.published_at is not None,
            "is_own": event.organ_id in own,
            "notice_days": settings.EVENT_NOTICE_DAYS,
            "is_short": _is_short(event, rows, now),
        }
        return self.answer(request, event, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new event; a refusal keeps what was typed."""
        return begin_page(
            self,
            request,
            DESK,
            Role.PARTICIPATION,
            form=_begun,
            begin=events.draft,
            what="开放活动",
            template="admin/decisions/event/begin.html",
            title="拟定活动",
        )


def _is_short(event: Event, rows: list[Shown], now: dt.datetime) -> bool:
    """Whether the first session that is to come is announced later than is good."""
    if event.status not in (Status.DRAFT, Status.REVIEW):
        return False
    ahead = [each.row.starts_at for each in rows if each.row.starts_at > now]
    if not ahead:
        return False
    left = timezone.localdate(min(ahead)) - timezone.localdate(now)
    return left.days < settings.EVENT_NOTICE_DAYS
