"""Events in the back office: the list, the page of one, a new one, its sessions and its door."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from decisions.events.admin.acts import DESK, WORDS
from decisions.events.admin.door import DoorPages
from decisions.events.admin.plans import PlanPages
from decisions.events.models import Event
from decisions.events.permissions import RULES
from decisions.events.presenters.session import Shown, shown
from decisions.events.selectors import sessions_of
from decisions.events.services import events
from decisions.events.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import problems_of, status_of, unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.organs.models import Organ

NAME: Final = "decisions_event"
QUEUES: Final = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "")


class BeginForm(forms.Form):
    """What a new event begins with."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="主办机关", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您办开放活动的机关。"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organs: QuerySet[Organ]) -> None:
        super().__init__(data)
        own: Any = self.fields["organ"]
        own.queryset = organs
        for name, make in WORDS.items():
            if (field := make(None)) is not None:
                self.fields[name] = field


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
            "materials": event.materials.all(),
            "is_public": event.published_at is not None,
            "is_own": event.organ_id in own,
            "notice_days": settings.EVENT_NOTICE_DAYS,
            "is_short": _is_short(event, rows, now),
        }
        return self.answer(request, event, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new event; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.PARTICIPATION)
        own = Organ.objects.active().filter(pk__in=organs).order_by("depth", "path")
        form = BeginForm(request.POST or None, organs=own)
        problems, status = [], 200
        if not organs:
            problems, status = [f"开放活动由{Role.PARTICIPATION.holders}拟定。"], 403
        elif request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = events.draft(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = problems_of(error), status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/decisions/event/begin.html"
        return unkept_page(self, request, template, "拟定活动", context, status=status)


def _is_short(event: Event, rows: list[Shown], now: dt.datetime) -> bool:
    """Whether the first session that is to come is announced later than is good."""
    if event.status not in (Status.DRAFT, Status.REVIEW):
        return False
    ahead = [each.row.starts_at for each in rows if each.row.starts_at > now]
    if not ahead:
        return False
    left = timezone.localdate(min(ahead)) - timezone.localdate(now)
    return left.days < settings.EVENT_NOTICE_DAYS
