"""The officers' pages of enquiries."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.acts.querysets import waiting_for
from portal.desk import fields as f
from portal.desk import next_case, queues
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import (
    CaseListAdmin,
    case_urls,
    handler_name,
    organ_name,
    state_column,
)
from portal.desk.offers import offers_for
from portal.desk.pages import act_page, unkept_page
from tests.kind import services
from tests.kind.models import Enquiry
from tests.kind.workflow import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

DESK = Desk(
    services.STEPS,
    {
        "assign": Button(services.assign, {"handler": f.holder("承办人", Role.REQUEST_HANDLER)}),
        "propose": Button(services.propose, {"text": f.text("答复", rows=6)}),
        "approve": Button(services.approve),
        "return": Button(services.send_back, {"reason": f.reason("退回的理由")}),
        "record_withdrawal": Button(
            services.record_withdrawal, {"reason": f.reason("怎样提出撤回")}
        ),
        "close": Button(services.close),
        "log_contact": Button(services.log_contact, {"text": f.text("联系的内容")}),
    },
    heading=lambda enquiry: f"咨询 {enquiry.number}",
    back="返回咨询",
    begins=lambda action, enquiry: {"text": enquiry.answer} if action == "propose" else {},
)


def _mine(rows: Any, user: User | AnonymousUser, _on: dt.date) -> Any:
    return rows.filter(waiting_for(Status, user, handler_role=Role.REQUEST_HANDLER))


QUEUES = (
    queues.Queue("mine", "待我办理", _mine),
    queues.Queue(
        "late", "逾期", lambda rows, _, on: rows.filter(status__in=Status.open, due_on__lt=on)
    ),
    queues.ALL,
)
_WAITING = next_case.Waiting(
    DESK, lambda user, on: _mine(Enquiry.objects.order_by("due_on", "pk"), user, on), QUEUES,
    "due_on",
)  # fmt: skip
came_from = partial(next_case.came_from, kept=_WAITING.kept)


def waiting_for_today(user: User | AnonymousUser, on: dt.date) -> Any:
    """What waits for the person, for 今天的工作; None for those who have no enquiries."""
    has_any = organs_with_role(user, *services.RULES.roles)
    return _mine(Enquiry.objects.order_by("due_on", "pk"), user, on) if has_any else None


class EnquiryQueueFilter(queues.QueueFilter):
    """Enquiries by their queues."""

    queues = QUEUES


@admin.register(Enquiry)
class EnquiryAdmin(CaseListAdmin):
    """The list and its cases."""

    rules = services.RULES
    list_display = ("number", state_column(Status), "due_on", organ_name, handler_name)
    list_filter = (EnquiryQueueFilter, "status")
    list_select_related = ("organ", "handler")
    list_before_template = "admin/desk/queues.html"

    def get_urls(self) -> list[URLPattern]:
        return case_urls(self, page=self.case_view, act=self.act_view)

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, and what can be done."""
        enquiry = self._reachable(request, pk)
        context = {
            "case": enquiry,
            "came_from": came_from(request),
            "offers": offers_for(DESK, request.user, enquiry, on=timezone.localdate()),
            "acts": enquiry.acts.select_related("by"),
        }
        return unkept_page(self, request, "admin/kind/page.html", f"咨询 {enquiry}", context)

    def act_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """One act."""
        enquiry, query = self._reachable(request, pk), came_from(request)
        done = partial(next_case.led_back, request, DESK, enquiry, query=query, kinds=(_WAITING,))
        return act_page(self, request, DESK, enquiry, action, done=done, query=query)

    def _reachable(self, request: HttpRequest, pk: int) -> Enquiry:
        enquiry = Enquiry.objects.select_related("organ", "handler").filter(pk=pk).first()
        if enquiry is None or not services.RULES.may_read(request.user, enquiry):
            raise Http404
        return enquiry
