"""Selections in the back office: list, page, beginning, nomination by the organs below."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from policies.selection.admin.forms import (
    BeginForm,
    NominateForm,
    account_field,
    expert_field,
    mail_field,
    nomination_field,
)
from policies.selection.choices import Listing
from policies.selection.models import Selection
from policies.selection.permissions import RULES, nominating_organs
from policies.selection.presenters import course_of, phase_words, place_words
from policies.selection.selectors import (
    nominable,
    nominees_of,
    open_for_nomination,
    progress_of,
    ranked,
)
from policies.selection.services import experts, nominations, selections
from policies.selection.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
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

_UNTIL = "到这一天24时为止"
_BUTTONS = {
    "write": Button(selections.write, {
        "title": f.word("名称", longest=100),
        "rules": f.text("评选办法", rows=5, help_text="写给大家看的话，每段一行"),
        "nominations_end": f.day("提名截止", help_text=_UNTIL),
        "voting_begins": f.day("投票开始", help_text="从这一天0时起"),
        "voting_ends": f.day("投票截止", help_text=_UNTIL),
        "marking_ends": f.day("打分截止", help_text=_UNTIL),
        "votes_weight": f.number("公众投票所占百分比", help_text="其余是专家打分所占的"),
        "awards": f.number("入选名次", help_text="前几名入选，并列的都入选"),
        "votes_each": f.number("每人最多选几件"),
        "criteria": f.lines("打分标准", "每行一条，后面写百分比，如“政策讲得准 40”，相加为100"),
    }),
    "submit": Button(),
    "release": Button(),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "accept": Button(nominations.accept, {
        "nomination": nomination_field(nominees_of, Listing.ACCEPTED),
    }, on_row=True),
    "decline": Button(nominations.decline, {
        "nomination": nomination_field(nominees_of, Listing.DECLINED),
        "reason": f.reason("不列入的理由"),
    }, on_row=True),
    "invite": Button(experts.invite, {
        "name": f.word("姓名", longest=60),
        "user": account_field,
        "email": mail_field,
        "organ": f.organ("所在机关", required=False, help_text="没有账号的填；不给本机关打分"),
    }),
    "dismiss": Button(experts.dismiss, {
        "expert": expert_field, "reason": f.reason("取消的理由"),
    }, on_row=True),
    "prolong": Button(selections.prolong, {
        "marking_ends": f.day("新的打分截止", help_text=_UNTIL),
        "reason": f.reason("延长的理由"),
    }),
    "draw": Button(selections.draw),
    "send_back": Button(selections.send_back, {"reason": f.reason("退回的理由")}),
    "announce": Button(selections.announce),
    "withdraw": Button(selections.withdraw, {
        "reason": f.reason("撤回的理由", help_text="原来的网址上写明这个理由"),
    }),
    "stop": Button(selections.stop, {
        "reason": f.reason("终止的理由", help_text="公开的页面写明这个理由；选票全部删除"),
    }),
}  # fmt: skip


def _begins(action: str, selection: Selection) -> dict[str, Any]:
    """The draft as it stands."""
    if action != "write":
        return {}
    last = dt.timedelta(microseconds=1)
    words = {
        name: getattr(selection, name)
        for name in ("title", "rules", "votes_weight", "awards", "votes_each")
    }
    lines = "\n".join(f"{row.name} {row.weight}" for row in selection.criteria.all())
    course = selection.course
    if course is None:
        return {**words, "criteria": lines}
    return {
        **words,
        "criteria": lines,
        "nominations_end": timezone.localdate(course.nominations_until - last),
        "voting_begins": timezone.localdate(course.voting_from),
        "voting_ends": timezone.localdate(course.voting_until - last),
        "marking_ends": timezone.localdate(course.marking_until - last),
    }


DESK = Desk(selections.STEPS, _BUTTONS, heading=str, back="返回评选", begins=_begins)
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "")


def ends_of(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
    """For 今天的工作: the selections for which one may nominate now, and until when."""
    begins = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
    rows = open_for_nomination(user, at=begins)
    if not rows:
        return None
    address = "admin:policies_selection_nominate"
    return {
        "rows": [
            (row, reverse(address, args=[row.pk]), course_of(row, at=begins)[0]) for row in rows
        ]
    }


@admin.register(Selection)
class SelectionAdmin(CasePages, CaseListAdmin):
    """Selections of the organs a person works for; nomination for those of the organs below."""

    rules, waiting = RULES, WAITING
    page_template = "admin/policies/selection/page.html"
    list_display = ("title", "year", state_column(Status), organ_name, "updated_at")
    list_filter = (filter_of(QUEUES), "status", "year")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("-year", "-id")
    list_before_template = "admin/policies/selection/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a selection, the beginning, the nomination."""
        wrap, name = self.admin_site.admin_view, "policies_selection"
        return [
            path("begin/", wrap(self.begin_view), name=f"{name}_begin"),
            path("<int:pk>/nominate/", wrap(self.nominate_view), name=f"{name}_nominate"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Selection | None:
        return Selection.objects.select_related("organ").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its rules, nominations, how far the experts are; no figure before the result is drawn."""
        selection, at = self.reachable(request, pk), timezone.now()
        is_drawn = selection.status in (Status.RESULT, Status.PUBLISHED, Status.WITHDRAWN)
        rows = ranked(selection) if is_drawn else nominees_of(selection, listed=False)
        context = {
            "acts": [(row, row.reason) for row in selection.acts.select_related("by")],
            "lacks": selections.lacks(selection) if selection.status in (
                Status.DRAFT, Status.REVIEW) else [],
            "course": course_of(selection, at=at),
            "phase": phase_words(selection, at=at) if selection.status == Status.RUNNING else "",
            "criteria": selection.criteria.all(),
            "nominees": [(each, place_words(each) if is_drawn else "") for each in rows],
            "is_drawn": is_drawn,
            "progress": progress_of(selection) if selection.status == Status.RUNNING else [],
        }  # fmt: skip
        return self.answer(request, selection, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new draft; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.CLERK)
        form = BeginForm(request.POST or None, organs=organs)
        problems, status = [], 200
        if request.method == "POST" and organs:
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = selections.create(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        elif not organs:
            problems, status = ["评选由机关的录入人员拟定。"], 403
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/policies/selection/begin.html"
        return unkept_page(self, request, template, "新建评选", context, status=status)

    def nominate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put interpretations of one's own organ forward, and see what became of them. Whoever is
        of no organ that takes part finds nothing.
        """
        selection = self.found(pk)
        hidden = (Status.DRAFT, Status.REVIEW, Status.DISCARDED)
        if selection is None or selection.status in hidden:
            raise Http404
        organs = nominating_organs(request.user, selection)
        if not organs:
            raise Http404
        form = NominateForm(request.POST or None, editions=nominable(request.user, selection))
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    nominations.nominate(selection=selection, **form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    messages.success(request, "已提名。")
                    return HttpResponseRedirect(request.path)
        own = nominees_of(selection, listed=False)
        context = {
            "selection": selection,
            "course": course_of(selection, at=timezone.now()),
            "form": form,
            "problems": problems,
            "own": [each for each in own if each.row.organ_id in organs],
            "may": selection.nominations_until is not None
            and selection.status == Status.RUNNING
            and timezone.now() < selection.nominations_until,
        }
        template = "admin/policies/selection/nominate.html"
        title = f"提名参加{selection}"
        return unkept_page(self, request, template, title, context, status=status)
