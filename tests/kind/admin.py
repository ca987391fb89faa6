"""The officers' pages of enquiries."""

from django.contrib import admin

from portal.accounts.choices import Role
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, filter_of, mine
from tests.kind import services
from tests.kind.models import Enquiry
from tests.kind.workflow import Status

_BUTTONS = {
    "assign": Button(services.assign, {"handler": f.holder("承办人", Role.REQUEST_HANDLER)}),
    "propose": Button(services.propose, {"text": f.text("答复", rows=6)}),
    "approve": Button(services.approve),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "record_withdrawal": Button(fields={"reason": f.reason("怎样提出撤回")}),
    "close": Button(),
    "log_contact": Button(services.log_contact, {"text": f.text("联系的内容")}),
}
DESK = Desk(
    services.STEPS, _BUTTONS, heading=lambda row: f"咨询 {row}", back="返回咨询",
    begins=lambda action, row: {"text": row.answer} if action == "propose" else {},
)  # fmt: skip
QUEUES = (
    mine(Status, Role.REQUEST_HANDLER),
    Queue("late", "逾期", lambda rows, _, on: rows.filter(status__in=Status.open, due_on__lt=on)),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "due_on")


@admin.register(Enquiry)
class EnquiryAdmin(CasePages, CaseListAdmin):
    """The list and its cases."""

    rules, waiting, page_template = services.RULES, WAITING, "admin/kind/page.html"
    list_display = ("number", state_column(Status), "due_on", organ_name, handler_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "handler")
    list_before_template = "admin/desk/queues.html"
