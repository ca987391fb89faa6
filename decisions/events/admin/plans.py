"""The plan of a year in the back office, and the figures of organs against it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from decisions.events.models import EventPlan
from decisions.events.permissions import ROLES, may_publish_plan
from decisions.events.selectors import plans_of, standings
from decisions.events.services import year_plans
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.pages import refused_page, unkept_page
from portal.organs.models import Organ

_NAME: Final = "decisions_event"
_LINES: Final = (
    "每行“月份 形式 主题”，如“8 政府开放日 走进水厂”；"
    "形式：政府开放日、公开讲堂、走进园区、走进社区、走进校区"
)
_TARGETS: Final = (
    "每行“形式 每月（每季度、每年） 至少几场 不要求的月份”，如“走进社区 每月 1 8”；末一项可以不写"
)


class PlanForm(forms.Form):
    """A year as it is to be."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="机关", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您办开放活动的机关。"},
    )  # fmt: skip
    lines = f.lines("计划", _LINES, required=False)(None)
    targets = f.lines("次数要求", _TARGETS, required=False)(None)

    def __init__(self, data: Any = None, *, organs: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        own: Any = self.fields["organ"]
        own.queryset = organs


class PlanPages(BackOfficeAdmin):
    """Addresses of the plans of a year."""

    def plan_urls(self) -> list[URLPattern]:
        """The figures of a year, the plan of one organ, its publication."""
        wrap = self.admin_site.admin_view
        figures, published = require_safe(self.figures_view), require_POST(self.publish_view)
        return [
            path("plans/<int:year>/", wrap(figures), name=f"{_NAME}_plans"),
            path("plans/<int:year>/write/", wrap(self.plan_view), name=f"{_NAME}_plan"),
            path("plan/<int:pk>/publish/", wrap(published), name=f"{_NAME}_plan_publish"),
        ]

    def figures_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """Every plan the person sees: its lines, and how often was held what was to be."""
        seen = organs_in_view(request.user, *ROLES)
        plans = plans_of(seen, year)
        found = standings(plans, on=timezone.localdate())
        rows = [
            (plan, _lines_of(plan), found[plan.pk], bool(may_publish_plan(request.user, plan)))
            for plan in plans
        ]
        context = {
            "year": year,
            "rows": rows,
            "behind": sum(bool(each.behind) for _, _, mine, _ in rows for each in mine),
            "may_write": bool(organs_with_role(request.user, Role.PARTICIPATION)),
        }
        template = "admin/decisions/plan/figures.html"
        return unkept_page(self, request, template, f"{year}年开放活动", context)

    def plan_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """Write the plan of an organ; a refusal keeps what was typed."""
        organs = organs_with_role(request.user, Role.PARTICIPATION)
        own = Organ.objects.active().filter(pk__in=organs).order_by("depth", "path")
        form = PlanForm(request.POST or None, organs=own, initial=_initial(request, own, year))
        problems, status = [], 200
        if not organs:
            problems, status = [f"年度计划由{Role.PARTICIPATION.holders}拟定。"], 403
        elif request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    year_plans.write_plan(
                        **form.cleaned_data, year=year, by=signed_in(request.user),
                        at=timezone.now(),
                    )  # fmt: skip
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    messages.success(request, "已保存，由另一人公布以后公众才看得到。")
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_plans", args=[year]))
        context = {"form": form, "problems": problems, "may": bool(organs), "year": year}
        template = "admin/decisions/plan/write.html"
        return unkept_page(self, request, template, f"{year}年计划", context, status=status)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a plan; what keeps it from being so is said above the figures."""
        seen = organs_in_view(request.user, *ROLES)
        plan = get_object_or_404(EventPlan.objects.filter(organ_id__in=seen), pk=pk)
        back = reverse(f"admin:{_NAME}_plans", args=[plan.year])
        try:
            year_plans.publish_plan(plan=plan, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        messages.success(request, f"{plan}已公布。")
        return HttpResponseRedirect(back)


def _lines_of(plan: EventPlan) -> list[Any]:
    """What was written last."""
    return [line for line in plan.lines.all() if line.is_public is not plan.waits]


def _initial(request: HttpRequest, own: QuerySet[Organ], year: int) -> dict[str, Any]:
    """The plan as it stands: of the organ the address names, else of the first."""
    code = request.GET.get("organ", "").replace("\x00", "")
    organ = own.filter(code=code).first() or own.first()
    plan = EventPlan.objects.filter(organ=organ, year=year).first() if organ else None
    if plan is None:
        return {"organ": organ}
    lines = (f"{row.month} {row.get_kind_display()} {row.theme}" for row in _lines_of(plan))
    targets = (
        f"{row.get_kind_display()} {row.get_every_display()} {row.least} {row.off_months}".strip()
        for row in plan.targets.all()
    )
    return {"organ": organ, "lines": "\n".join(lines), "targets": "\n".join(targets)}
