"""Versions of collections in the back office: list, page, the beginning of one, the report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.collections.admin.contents import contents_page
from policies.collections.admin.forms import BeginForm
from policies.collections.choices import Kind
from policies.collections.completeness import FIELDS
from policies.collections.models import Candidate, CollectionVersion, PolicyCollection
from policies.collections.permissions import ROLES, RULES
from policies.collections.selectors import reports
from policies.collections.services import versions
from policies.collections.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
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

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

_LINES = "每段一行"
_SHOWN = 10


def _of_pack(make: f.Make) -> Any:
    """A field that only a pack has."""
    return lambda case: make(case) if case.collection.kind == Kind.PACK else None


_BUTTONS = {
    "write": Button(versions.write, {
        "title": f.word("标题", longest=100),
        "summary": f.word("一句话说明", longest=200, required=False),
        "intro": f.text("说明", rows=4, required=False, help_text=_LINES),
        "conditions": _of_pack(f.lines("适用条件", "每条一行，写明确的条件，不写“其他条件”")),
        **{
            name: _of_pack(f.text(label, rows=3, required=False, help_text=_LINES))
            for name, label in FIELDS.items() if name != "contact"
        },
        "contact": _of_pack(f.word("咨询方式", longest=200, required=False)),
        "apply_url": _of_pack(f.word("申请网址", longest=500, required=False,
            help_text="以 https:// 开头，没有的不填")),
        "opens_on": _of_pack(f.day("申请开始", required=False)),
        "closes_on": _of_pack(f.day("申请截止", required=False)),
    }),
    "submit": Button(),
    "release": Button(versions.release),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "withdraw": Button(fields={"reason": f.reason("撤下的理由")}),
}  # fmt: skip


def _begins(action: str, version: CollectionVersion) -> dict[str, Any]:
    """The draft as it stands."""
    if action != "write":
        return {}
    words = {name: getattr(version, name) for name in (*versions.WORDS, *versions.DAYS)}
    return words | {"conditions": "\n".join(row.text for row in version.conditions.all())}


DESK = Desk(versions.STEPS, _BUTTONS, heading=str, back="返回专题", begins=_begins)
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "")


def tasks_of(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
    """For 今天的工作: the documents that wait to be taken into the collections one keeps."""
    organs = organs_with_role(user, Role.CLERK)
    rows = (
        Candidate.objects.open()
        .filter(collection__organ__in=organs)
        .select_related("document", "collection")
    )
    shown = list(rows.order_by("due_on", "pk")[:_SHOWN])
    if not shown:
        return None
    address = "admin:policies_collectionversion_contents"
    return {
        "rows": [(row, reverse(address, args=[row.collection_id]), _late(row, on)) for row in shown]
    }


def _late(row: Candidate, on: dt.date) -> bool:
    return row.due_on is not None and row.due_on < on


@admin.register(CollectionVersion)
class CollectionVersionAdmin(CasePages, CaseListAdmin):
    """Versions of the collections of the organs a person works for."""

    rules, waiting = RULES, WAITING
    page_template = "admin/policies/collection/page.html"
    list_display = ("title", state_column(Status), organ_name, "updated_at")
    list_filter = (filter_of(QUEUES), "status", "collection__kind")
    list_select_related = ("organ", "collection")
    search_fields = ("title", "collection__slug")
    ordering = ("-updated_at", "-id")
    list_before_template = "admin/policies/collection/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a version, the beginning, the contents, the report."""
        wrap, name = self.admin_site.admin_view, "policies_collectionversion"
        return [
            path("begin/", wrap(self.begin_view), name=f"{name}_begin"),
            path("report/", wrap(require_safe(self.report_view)), name=f"{name}_report"),
            path("contents/<int:pk>/", wrap(self.contents_view), name=f"{name}_contents"),
            path("next/<int:pk>/", wrap(self.next_view), name=f"{name}_next"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> CollectionVersion | None:
        rows = CollectionVersion.objects.select_related("organ", "collection__audience")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as readers will have it, what it lacks, and what can be done."""
        version = self.reachable(request, pk)
        context = {
            "acts": [(row, row.reason) for row in version.acts.select_related("by")],
            "lacks": versions.lacks(version) if version.status in Status.open else [],
            "fields": [(label, getattr(version, name)) for name, label in FIELDS.items()],
            "conditions": version.conditions.all(),
            "is_pack": version.collection.kind == Kind.PACK,
            "may_begin": version.status not in Status.open
            and version.organ_id in organs_with_role(request.user, Role.CLERK),
        }
        return self.answer(request, version, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new collection with its first draft; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.CLERK)
        form = BeginForm(request.POST or None, organs=organs)
        problems, status = [], 200
        if request.method == "POST" and organs:
            status = 400
            if form.is_valid():
                try:
                    made = versions.create(
                        **form.cleaned_data, by=signed_in(request.user), at=timezone.now()
                    )
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        elif not organs:
            problems, status = ["专题由机关的录入人员编辑。"], 403
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/policies/collection/begin.html"
        return unkept_page(self, request, template, "新建专题", context, status=status)

    def next_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The next version of a collection, begun with the words of the one before."""
        collection = self._kept(request, pk)
        if request.method != "POST":
            raise Http404
        by, at = signed_in(request.user), timezone.now()
        try:
            version = versions.draft(collection=collection, by=by, at=at)
        except ActRefused as error:
            back = DESK.address(collection.versions.latest("version"))
            return refused_page(self, request, error, back=back)
        return HttpResponseRedirect(DESK.address(version))

    def contents_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a collection holds, and what waits to be taken in."""
        return contents_page(self, request, self._kept(request, pk))

    def report_view(self, request: HttpRequest) -> HttpResponse:
        """Completeness and staleness of the collections in view."""
        in_view = organs_in_view(request.user, *ROLES)
        if not self.has_module_permission(request):
            raise Http404
        rows = PolicyCollection.objects.filter(organ_id__in=in_view).select_related("organ")
        context = {"reports": reports(rows, on=timezone.localdate())}
        template = "admin/policies/collection/report.html"
        return unkept_page(self, request, template, "专题的完整和更新", context)

    def _kept(self, request: HttpRequest, pk: int) -> PolicyCollection:
        """A collection of one's own organs; raises Http404 for all others."""
        organs = organs_with_role(request.user, Role.CLERK)
        rows = PolicyCollection.objects.filter(organ_id__in=organs).select_related(
            "organ", "audience"
        )
        found = rows.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found
