"""Guides in the back office: the list of versions, one version with its acts, the next draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

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
from portal.organs.models import Organ
from portal.platform import presenters
from portal.platform.models import GuideVersion
from portal.platform.permissions import RULES
from portal.platform.services import guides
from portal.platform.standing import STANDING
from portal.platform.workflow import CONTENT, Status

_LINES = "每段一行"
_BUTTONS = {
    "write": Button(guides.write, {
        "office_name": f.word("工作机构名称", longest=100, required=False,
            help_text="负责政府信息公开的内设机构，如：政务公开科"),
        "classification": f.text("信息分类", rows=4, required=False, help_text=_LINES),
        "arrangement": f.text("编排体系", rows=4, required=False, help_text=_LINES),
        "obtaining": f.text("获取方式", rows=5, required=False, help_text=_LINES),
        "applying": f.text("申请公开的说明", rows=5, required=False,
            help_text="每段一行；接收申请的渠道由页面按本站的设置写明"),
        "further": f.text("其他说明", rows=3, required=False, help_text=f"可以不写；{_LINES}"),
        "has_no_fax": f.tick("不设传真", help_text="机关名录里没有传真号码的，须勾选"),
    }),
    "submit": Button(),
    "release": Button(guides.release),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
}  # fmt: skip


def _begins(action: str, guide: GuideVersion) -> dict[str, Any]:
    """The draft as it stands."""
    if action != "write":
        return {}
    return {name: getattr(guide, name) for name in (*STANDING, "has_no_fax")}


DESK = Desk(guides.STEPS, _BUTTONS, heading=str, back="返回指南", begins=_begins)
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.select_related("organ").filter(
            waiting_for(Status, user, handler_role=None)
        ),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "")


class DraftForm(forms.Form):
    """Of which organ the next version is begun."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(),
        label="机关",
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择机关。", "invalid_choice": "请选择您录入的机关。"},
    )

    def __init__(self, data: Any = None, *, organs: set[int]) -> None:
        super().__init__(data)
        field: Any = self.fields["organ"]
        field.queryset = Organ.objects.filter(pk__in=organs)
        if len(organs) == 1:
            field.initial = next(iter(organs))


@admin.register(GuideVersion)
class GuideVersionAdmin(CasePages, CaseListAdmin):
    """Versions of the guides of the organs a person works for."""

    rules, waiting = RULES, WAITING
    page_template = "admin/platform/guide.html"
    list_display = ("title", state_column(Status), organ_name, "released_at")
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ",)
    search_fields = ("organ__name", "organ__short_name")
    ordering = ("organ__path", "-version")
    list_before_template = "admin/platform/guides_before.html"

    @admin.display(description="指南", ordering="version")
    def title(self, guide: GuideVersion) -> str:
        return str(guide)

    def get_urls(self) -> list[URLPattern]:
        """The pages of a version, and the next draft."""
        draft = self.admin_site.admin_view(self.draft_view)
        return [path("draft/", draft, name="platform_guideversion_draft"), *self.case_urls()]

    def found(self, pk: int) -> GuideVersion | None:
        return GuideVersion.objects.select_related("organ").filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as readers will have it, what is still missing, and what can be done."""
        guide = self.reachable(request, pk)
        is_out = guide.status == Status.RELEASED
        shown = presenters.kept_page(guide) if is_out else presenters.page_of(guide, guide.organ)
        context = {
            "acts": [(row, row.reason) for row in guide.acts.select_related("by")],
            "page": shown,
            "missing": guides.missing(guide) if guide.status in Status.open else [],
            "basis": f"{CONTENT.law.short}{CONTENT}",
        }
        return self.answer(request, guide, context)

    def draft_view(self, request: HttpRequest) -> HttpResponse:
        """Begin the next version of one's organ; a refusal keeps what was chosen."""
        organs = organs_with_role(request.user, Role.CLERK)
        form = DraftForm(request.POST or None, organs=organs)
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                by, organ = signed_in(request.user), form.cleaned_data["organ"]
                try:
                    guide = guides.draft(organ=organ, by=by, at=timezone.now())
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(guide))
        elif not organs:
            problems, status = ["指南由机关的录入人员起草。"], 403
        context = {"form": form, "problems": problems, "may": bool(organs)}
        template = "admin/platform/draft.html"
        return unkept_page(self, request, template, "起草公开指南", context, status=status)
