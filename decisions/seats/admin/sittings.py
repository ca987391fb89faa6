"""Meetings in the back office: the list, the page of one, a new one."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from decisions.seats.admin.acts import DESK, WORDS
from decisions.seats.admin.yearly import YearPages
from decisions.seats.models import Sitting
from decisions.seats.obstacles import round_of
from decisions.seats.permissions import RULES
from decisions.seats.presenters import sitting as p
from decisions.seats.selectors import (
    calls_of,
    coming_to,
    lines_of,
    order_of,
    statements_of,
    throws_of,
)
from decisions.seats.services import sittings
from decisions.seats.workflow import SEATED, Place, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.new_case import WordsForm, begin_page
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of, mine
from portal.workdays.services import load_calendar

NAME: Final = "decisions_sitting"
QUEUES: Final = (
    mine(Status, None),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "", about=attrgetter("topic"))


_begun: Final = partial(WordsForm, whose="召集机关", work="办列席和听证", words=WORDS)


@admin.register(Sitting)
class SittingAdmin(YearPages, CasePages, CaseListAdmin):
    """Meetings of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/sitting/page.html"
    list_display = (
        "number",
        "topic",
        "kind",
        "method",
        "closes_at",
        state_column(Status),
        organ_name,
    )
    list_display_links = ("number", "topic")
    list_filter = (filter_of(QUEUES), "status", "kind", "method")
    list_select_related = ("organ",)
    search_fields = ("topic", "draw_id")
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/decisions/sitting/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a meeting, a new one, the figures of a year."""
        begin = self.admin_site.admin_view(self.begin_view)
        return [
            path("begin/", begin, name=f"{NAME}_begin"),
            *self.year_urls(),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Sitting | None:
        return Sitting.objects.select_related("organ", "decision").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The announcement, who applied by number, the draw, the calls, and what can be done."""
        sitting, now = self.reachable(request, pk), timezone.now()
        order = order_of(sitting)
        people = list(sitting.applicants.order_by("line"))
        states = {row.line: row.status for row in people}
        own = organs_with_role(request.user, Role.PARTICIPATION)
        context = {
            "acts": [(row, row.reason) for row in sitting.acts.select_related("by")],
            "shown": p.shown(sitting, at=now),
            "is_public": sitting.announced_at is not None,
            "is_own": sitting.organ_id in own,
            "groups": list(sitting.groups.all()),
            "people": people,
            "invited": [row for row in people if row.status in SEATED],
            "out": [line for line in lines_of(sitting) if hasattr(line, "out")],
            "typed": _typed(sitting),
            "seats": p.seats_of(order, states, sitting.kind),
            "log": p.log_of(calls_of(sitting)),
            "statements": statements_of(sitting),
            "materials_clock": p.clock_of(sitting, load_calendar()) if sitting.is_hearing else "",
            "participants": p.participants_of(coming_to(sitting)),
            "withdrawn": sum(row.status == Place.WITHDRAWN for row in people),
        }
        return self.answer(request, sitting, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new announcement; a refusal keeps what was typed."""
        return begin_page(
            self,
            request,
            DESK,
            Role.PARTICIPATION,
            form=_begun,
            begin=sittings.draft,
            what="列席和听证的公告",
            template="admin/decisions/sitting/begin.html",
            title="拟定列席或者听证公告",
        )


def _typed(sitting: Sitting) -> str:
    """How the throws stand, without what one typed: the other types them unseen."""
    if sitting.entropy:
        return f"两个人录入一致：{sitting.entropy}"
    entries = [row for row in throws_of(sitting) if row.round == round_of(sitting)]
    first = sum(not row.is_check for row in entries)
    second = len(entries) - first
    if first and second:
        return "两个人录入的不一致，请各自对照录像重新录入。"
    return "一个人已经录入，等另一人独立录入。" if entries else ""
