"""Relay tasks in the back office: handing over, following, the slip for the relay."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disclosure.models import Document
from policies.audiences.models import Push
from policies.audiences.selectors import kept_terms, terms_of
from policies.audiences.workflow import Status as PushStatus
from policies.relays.choices import Means
from policies.relays.forms import relays_field
from policies.relays.models import RelayTask
from policies.relays.permissions import ROLES, RULES, may_hand_over
from policies.relays.selectors import candidates_for, late_now, people_told, relays_at_work
from policies.relays.services import relay_tasks, reminders, reports
from policies.relays.services.reveal import code_of
from policies.relays.workflow import Status
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import refused_page, unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.notifications.links import absolute

_FOLDER: Final = "admin/policies/relay"


def _mine(rows: Any, user: Any, on: Any) -> Any:
    """What a clerk does now: what can be ended, and what is late; the rest waits for the relay."""
    theirs = rows.filter(waiting_for(Status, user, handler_role=None))
    done = theirs.filter(status__in=(Status.FORWARDED, Status.FED_BACK))
    return done | late_now(theirs, on=on)


_BUTTONS = {
    "record_receipt": Button(reports.record_receipt),
    "record_report": Button(reports.record_report, {
        "means": f.choice("怎样转的", Means.choices),
        "people": f.number("转给了多少人"),
        "on": f.day("哪一天", today=True),
        "place": f.word("在哪里", longest=reports.LONGEST_PLACE),
    }),
    "record_feedback": Button(reports.record_feedback, {
        "text": f.text("听到的问题", rows=4, help_text="不写是谁问的；号码会自动遮盖"),
    }),
    "close": Button(relay_tasks.close),
    "cancel": Button(fields={"reason": f.reason("取消的理由")}),
    "urge": Button(reminders.urge),
}  # fmt: skip
DESK: Final = Desk(
    relay_tasks.STEPS, _BUTTONS, heading=lambda row: f"接力任务 {row}", back="返回接力任务"
)
QUEUES: Final = (
    Queue("mine", "待我办理", _mine),
    Queue("late", "逾期", lambda rows, _user, on: late_now(rows, on=on)),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "due_on")


@admin.register(RelayTask)
class RelayTaskAdmin(CasePages, CaseListAdmin):
    """The tasks of the relays that an organ looks after."""

    rules, waiting = RULES, WAITING
    page_template = f"{_FOLDER}/page.html"
    list_display = ("number", "relay", "policy", state_column(Status), organ_name, "due_on")
    list_filter = (filter_of(QUEUES), "status", "relay")
    list_select_related = ("organ", "relay", "document")
    search_fields = ("number", "relay__name")
    list_before_template = "admin/desk/queues.html"
    ordering = ("due_on", "pk")

    @admin.display(description="文件")
    def policy(self, task: RelayTask) -> str:
        """Its title, as long as anyone may read it: the relay may be another organ's."""
        return task.document.title if task.document.is_public else "（文件已撤下）"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a task, handing a policy over, the slip."""
        wrap, name = self.admin_site.admin_view, "policies_relaytask"
        slip = wrap(require_POST(self.slip_view))
        return [
            path("hand/<int:document_id>/", wrap(self.hand_view), name=f"{name}_hand"),
            path("<int:pk>/slip/", slip, name=f"{name}_slip"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> RelayTask | None:
        rows = RelayTask.objects.select_related("organ", "relay", "document", "push", "handler")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the relay did with it, and what can be done here."""
        task = self.reachable(request, pk)
        context = {
            "acts": [(row, row.reason) for row in task.acts.select_related("by")],
            "figures": task.figures.all(),
            "people": people_told(task),
            "feedback": task.feedback.all(),
            "is_clerk": task.organ_id in self._organs(request),
        }
        return self.answer(request, task, context)

    def slip_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """接力单: number, code and what to do, to be printed or read out; on record each time."""
        task, by = self.reachable(request, pk), signed_in(request.user)
        try:
            code = code_of(relay_task=task, by=by, at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=DESK.address(task))
        door = absolute(reverse("policies:relay_track_number", args=[task.number]))
        context = {"case": task, "code": code, "door": door}
        return unkept_page(self, request, f"{_FOLDER}/slip.html", "接力单", context)

    def hand_view(self, request: HttpRequest, document_id: int) -> HttpResponse:
        """Hand a public policy to relays, for a push that was sent or without one."""
        document = self._own(request, document_id)
        push = _push_of(request, document)
        terms = kept_terms(push) if push else terms_of(document)
        found = candidates_for(document, terms, push)
        form = _HandForm(request.POST or None, relays=[each.relay.pk for each in found])
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    made = relay_tasks.hand_over(
                        document=document, push=push, relays=list(form.cleaned_data["relays"]),
                        by=signed_in(request.user), at=timezone.now(),
                    )  # fmt: skip
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    messages.success(request, f"已经下达{len(made)}件接力任务。")
                    return HttpResponseRedirect(request.get_full_path())
        mine = RelayTask.objects.filter(document=document, push=push)
        context = {
            "document": document,
            "push": push,
            "candidates": found,
            "form": form,
            "problems": problems,
            "tasks": mine.select_related("relay", "organ").order_by("pk"),
            "organs": self._organs(request),
        }
        title = "下达接力任务"
        return unkept_page(self, request, f"{_FOLDER}/hand.html", title, context, status=status)

    def _own(self, request: HttpRequest, pk: int) -> Document:
        rows = Document.objects.public().select_related("organ").defer("body", "text")
        document: Document | None = rows.filter(pk=pk).first()
        if document is None or not may_hand_over(request.user, document):
            raise Http404
        return document

    def _organs(self, request: HttpRequest) -> set[int]:
        return organs_with_role(request.user, *ROLES)


class _HandForm(forms.Form):
    """The relays that get a task."""

    def __init__(self, data: Any, *, relays: list[int]) -> None:
        super().__init__(data)
        self.fields["relays"] = relays_field(relays_at_work().filter(pk__in=relays))


def _push_of(request: HttpRequest, document: Document) -> Push | None:
    """The push of an address; raises Http404 for one that is not this policy's or was not sent."""
    given = request.GET.get("push", "")
    if not given:
        return None
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0
    rows = Push.objects.filter(document=document, status=PushStatus.SENT)
    found = rows.select_related("organ", "within").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
