"""Concerns in the back office: the list, one with its clocks and acts, the figures of a month."""

from __future__ import annotations

import datetime as dt
import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from policies.concerns.admin.forms import (
    LONGEST_TEXT,
    MessagesField,
    PoliciesField,
    RecordForm,
)
from policies.concerns.blockers import blockers_of
from policies.concerns.choices import Gravity, Nature, Origin
from policies.concerns.models import Concern
from policies.concerns.models.concern import LONGEST_TITLE
from policies.concerns.permissions import ROLES, RULES
from policies.concerns.presenters import clocks_of, parts_of, time_taken
from policies.concerns.selectors import (
    all_statements,
    month_figures,
    noticed_in,
    open_statement,
)
from policies.concerns.services import concerns
from policies.concerns.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import unkept_page
from portal.desk.queues import ALL, Queue, filter_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

NAME: Final = "policies_concern"
_SHOWN: Final = 10
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_LINES = "每段一行"


def _unread(make: f.Make) -> Any:
    """A field of what stays as it is while anything is read."""
    return lambda concern: None if concern.public_at else make(concern)


def _long(label: str, *, required: bool = False) -> f.Make:
    return lambda _concern: LongTextField(
        label=label, max_length=LONGEST_TEXT, required=required, help_text=_LINES,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": f"请填写{label}。",
                        "max_length": f"{label}最多{LONGEST_TEXT}字，请删减。"},
    )  # fmt: skip


def _policies(_concern: Any) -> forms.Field:
    return PoliciesField(
        label="有关政策", required=False, help_text="已经公开的文件，每行一件，写文号或者网址",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


def _messages(_concern: Any) -> forms.Field:
    return MessagesField(
        label="有关留言", required=False, help_text="已经公开的留言，每行一件，写网址",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


def _noticed(concern: Any) -> forms.Field:
    return f.MomentField(
        label="发现时间", initial=_local(concern.noticed_at),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        error_messages={"required": "请填写发现时间。",
                        "invalid": "时间应写成 2026-01-31 09:00 的形式。"},
    )  # fmt: skip


def _local(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


_BUTTONS = {
    "write": Button(concerns.write, {
        "title": _unread(f.word("标题", longest=LONGEST_TITLE)),
        "asked": _unread(_long("公众关心什么", required=True)),
        "origin": _unread(f.choice("来源", Origin.choices)),
        "origin_words": _unread(f.word("来源说明", longest=200, required=False)),
        "origin_url": _unread(f.word("来源网址", longest=500, required=False)),
        "nature": _unread(f.choice("类别", Nature.choices)),
        "facts": _long("核实的情况"),
        "done": _long("处置措施"),
        "further": _long("后续安排"),
        "policies": _policies,
        "messages": _messages,
    }),
    "submit": Button(),
    "release": Button(concerns.release),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "follow_up": Button(concerns.follow_up),
    "redo": Button(concerns.redo),
    "drop": Button(concerns.drop, {"reason": f.reason("放弃的理由")}),
    "discard": Button(fields={"reason": f.reason("不予回应的理由")}),
    "withdraw": Button(concerns.withdraw, {"reason": f.reason("撤下的理由")}),
    "regrade": Button(concerns.regrade, {
        "gravity": f.choice("级别", Gravity.choices),
        "noticed_at": _noticed,
        "reason": f.reason("改动的理由"),
    }),
    "meet_press": Button(concerns.meet_press, {
        "held_at": f.moment("发布会时间"),
        "place": f.word("发布会地点", longest=100),
        "url": f.word("实录网址", longest=500, required=False),
    }),
    "excuse_press": Button(concerns.excuse_press, {"reason": f.reason("不开发布会的理由")}),
}  # fmt: skip


def _begins(action: str, concern: Concern) -> dict[str, Any]:
    if action == "write":
        return concerns.begins_with(concern)
    return {"gravity": concern.gravity} if action == "regrade" else {}


DESK = Desk(
    concerns.STEPS, _BUTTONS, heading=lambda row: f"{row}　{row.title}", back="返回关切",
    begins=_begins,
)  # fmt: skip
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    Queue("late", "逾时", lambda rows, _user, _on: rows.late(at=timezone.now())),
    Queue("press", "发布会没有着落", lambda rows, _user, _on: rows.without_press()),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "due_at", about=attrgetter("title"))


def today_of(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
    """For 今天的工作: what waits for a person, and whatever of their organs has hours running."""
    organs = organs_with_role(user, *ROLES)
    if not organs:
        return None
    mine = set(WAITING.rows(user, on).values_list("pk", flat=True))
    rows = Concern.objects.filter(organ_id__in=organs)
    wanted = rows.running() | rows.filter(pk__in=mine)
    shown = list(wanted.order_by("due_at", "pk")[:_SHOWN])
    now = timezone.now()
    cases = [(row, DESK.address(row), row.due_at and row.due_at < now) for row in shown]
    return {"cases": cases} if cases else None


@admin.register(Concern)
class ConcernAdmin(CasePages, CaseListAdmin):
    """Concerns of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/policies/concern/page.html"
    list_display = (
        "subject", state_column(Status), "gravity", "moment", organ_name, "noticed_at",
    )  # fmt: skip
    list_filter = (filter_of(QUEUES), "status", "gravity", "nature")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("due_at", "-updated_at", "-id")
    list_before_template = "admin/policies/concern/list_before.html"

    @admin.display(description="关切")
    def subject(self, row: Concern) -> str:
        return f"{row}　{row.title}"

    @admin.display(description="最近的时限", ordering="due_at")
    def moment(self, row: Concern) -> str:
        if row.due_at is None:
            return ""
        told = f"{timezone.localtime(row.due_at):%Y-%m-%d %H:%M}"
        return f"{told} 逾时" if row.due_at < timezone.now() else told

    def get_urls(self) -> list[URLPattern]:
        """The pages of a concern, the beginning, the figures."""
        wrap = self.admin_site.admin_view
        figures = wrap(require_safe(self.figures_view))
        return [
            path("begin/", wrap(self.begin_view), name=f"{NAME}_begin"),
            path("figures/", figures, name=f"{NAME}_figures"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Concern | None:
        return Concern.objects.select_related("organ", "handler").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its clocks, what is read and what is being written, what that lacks, what can be done."""
        concern = self.reachable(request, pk)
        drafted = open_statement(concern)
        in_hand = drafted is not None and concern.status in Status.open
        context = {
            "acts": [(row, row.reason) for row in concern.acts.select_related("by")],
            "clocks": clocks_of(concern, now=timezone.now()),
            "statements": [(row, parts_of(row)) for row in all_statements(concern)],
            "lacks": blockers_of(concern, drafted) if in_hand and drafted else [],
            "spent": time_taken(concern),
        }
        return self.answer(request, concern, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new concern; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.MESSAGE_RESPONDER)
        form = RecordForm(request.POST or None, organs=organs)
        problems, status = [], 200
        if request.method == "POST" and organs:
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = concerns.record_concern(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        elif not organs:
            problems, status = [f"关切由机关的{Role.MESSAGE_RESPONDER.holders}记录。"], 403
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/policies/concern/begin.html"
        return unkept_page(self, request, template, "记录关切", context, status=status)

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Each organ in view with its month; one of them by its code down to each concern."""
        now, today = timezone.now(), timezone.localdate()
        first = _month(request.GET.get("month", ""), today)
        after = (first + dt.timedelta(days=31)).replace(day=1)
        stretch = _moment(first), _moment(after)
        organs = organs_in_view(request.user, *ROLES)
        rows = month_figures(organs, *stretch, now=now)
        code = request.GET.get("organ", "")
        chosen = next((organ for organ, _ in rows if organ.code == code), None)
        context = {
            "first": first,
            "before": (first - dt.timedelta(days=1)).replace(day=1),
            "after": after if after <= today else None,
            "rows": rows,
            "chosen": chosen,
            "cases": self._down_to(noticed_in([chosen.pk], *stretch), now) if chosen else [],
        }
        title = f"{first.year}年{first.month}月回应关切情况"
        template = "admin/policies/concern/figures.html"
        return unkept_page(self, request, template, title, context)

    def _down_to(self, rows: QuerySet[Concern], now: dt.datetime) -> list[tuple[Any, ...]]:
        return [(row, DESK.address(row), clocks_of(row, now=now), time_taken(row)) for row in rows]


def _month(text: str, today: dt.date) -> dt.date:
    """The month of an address; this one for anything else."""
    found = _MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
