"""Inquiries in the back office: ordering one, the list, the page of one."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from policies.inquiries.forms import OrderForm
from policies.inquiries.models import Inquiry
from policies.inquiries.permissions import ROLES, RULES
from policies.inquiries.services import inquiries
from policies.inquiries.workflow import Status
from policies.messages.selectors import organs_that_answer
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import unkept_page
from portal.desk.queues import ALL, Queue, filter_of, mine
from portal.organs.models import Organ

_PARAGRAPHS = "每段一行，写给市民看；不写留言人的情况"
_BUTTONS = {
    "accept": Button(inquiries.accept),
    "write": Button(inquiries.write, {
        "title": f.word("题目", longest=inquiries.LONGEST_TITLE),
        "question": f.text("调查什么", rows=4),
        "findings": f.text("查明的情况", rows=6, required=False, help_text=_PARAGRAPHS),
        "measures": f.text("采取的措施", rows=6, required=False,
            help_text="谁做什么、到哪一天；不写“近期”“尽快”"),
    }),
    "submit": Button(),
    "publish": Button(inquiries.publish),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "postpone": Button(inquiries.postpone, {
        "due_on": f.day("新的期限"), "reason": f.reason("改期的理由"),
    }),
    "withdraw": Button(fields={"reason": f.reason("撤下的理由")}),
    "resume": Button(fields={"reason": f.reason("重新调查的理由")}),
    "drop": Button(fields={"reason": f.reason("取消的理由")}),
    "urge": Button(),
}  # fmt: skip


def _begins(action: str, inquiry: Inquiry) -> dict[str, Any]:
    """The draft as it stands."""
    return {name: getattr(inquiry, name) for name in inquiries.WORDS} if action == "write" else {}


DESK = Desk(inquiries.STEPS, _BUTTONS, heading=str, back="返回专题调查", begins=_begins)
QUEUES = (
    mine(Status, Role.MESSAGE_RESPONDER),
    Queue("late", "逾期", lambda rows, _user, on: rows.overdue(on=on)),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "due_on", about=attrgetter("title"))


def _numbers(request: HttpRequest, inquiry: Inquiry) -> list[tuple[str, str]]:
    """The numbers of the messages behind it; with an address where the person works on them."""
    seen = organs_in_view(request.user, *ROLES)
    rows = inquiry.messages.order_by("pk").values_list("pk", "number", "organ_id")
    return [
        (reverse("admin:policies_message_change", args=[pk]) if organ in seen else "", number)
        for pk, number, organ in rows
    ]


@admin.register(Inquiry)
class InquiryAdmin(CasePages, CaseListAdmin):
    """Inquiries of the organs a person works for or supervises."""

    rules, waiting = RULES, WAITING
    page_template = "admin/policies/inquiry/page.html"
    list_display = ("number", "title", state_column(Status), "due_on", organ_name, handler_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "handler")
    search_fields = ("title",)
    ordering = ("due_on", "id")
    list_before_template = "admin/policies/inquiry/list_before.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Inquiry]:
        """Also those that the offices of the person ordered."""
        ordered = organs_with_role(request.user, Role.MESSAGE_DESK)
        seen = organs_in_view(request.user, *ROLES) | ordered
        return Inquiry.objects.filter(Q(organ_id__in=seen) | Q(office_id__in=seen))

    def get_urls(self) -> list[URLPattern]:
        """The pages of an inquiry, and the ordering of one."""
        order = self.admin_site.admin_view(self.order_view)
        return [path("order/", order, name="policies_inquiry_order"), *self.case_urls()]

    def found(self, pk: int) -> Inquiry | None:
        rows = Inquiry.objects.select_related("organ", "office", "handler", "policy")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is asked, what was found, and the messages by number."""
        inquiry = self.reachable(request, pk)
        context = {
            "acts": [(row, row.reason) for row in inquiry.acts.select_related("by")],
            "numbers": _numbers(request, inquiry),
            "texts": [
                (label, getattr(inquiry, name))
                for name, label in inquiries.WORDS.items()
                if name != "title"
            ],
            "is_late": inquiry.status in Status.open and inquiry.due_on < timezone.localdate(),
        }
        return self.answer(request, inquiry, context)

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """A new inquiry; a refusal keeps what was typed."""
        own = organs_with_role(request.user, Role.MESSAGE_DESK)
        offices = Organ.objects.active().filter(pk__in=own).order_by("depth", "path")
        form = OrderForm(request.POST or None, offices=offices, organs=organs_that_answer())
        problems, status = [], 200
        if not own:
            problems, status = [f"专题调查由{Role.MESSAGE_DESK.holders}交办。"], 403
        elif request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    made = inquiries.order(
                        **form.cleaned_data, by=signed_in(request.user), at=timezone.now()
                    )
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        context = {"form": form, "problems": problems, "may": bool(own)}
        template = "admin/policies/inquiry/order.html"
        return unkept_page(self, request, template, "交办专题调查", context, status=status)
