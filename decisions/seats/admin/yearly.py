"""How often organs had representatives in a year, who is behind, and what they are to do."""

from __future__ import annotations

import csv
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from decisions.seats.permissions import ROLES
from decisions.seats.selectors import figures
from decisions.seats.services.yearly import YEARS, set_quota
from disclosure.exchange.values import neutral
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_in_view, signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.common.forms import PlainField
from portal.desk.pages import unkept_page
from portal.organs.models import Organ

_NAME: Final = "decisions_sitting"
_HEAD: Final = ("机关", "全年应办", "到今天应办", "已办", "落后", "计划月份")


class QuotaForm(forms.Form):
    """How often an organ is to have representatives in a year."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="机关", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您监督的机关。"},
    )  # fmt: skip
    least = forms.IntegerField(
        label="全年至少几次", min_value=0, max_value=100, widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": "请填写次数。", "invalid": "次数应为整数。", "min_value": "次数至少为0。",
            "max_value": "次数最多100。",
        },
    )  # fmt: skip
    months = PlainField(
        label="计划的月份", required=False, max_length=40, help_text="如 6,11；不填的按全年平均",
        widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": "计划的月份太长，请核对。"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organs: QuerySet[Organ]) -> None:
        super().__init__(data)
        own: Any = self.fields["organ"]
        own.queryset = organs


class YearPages(BackOfficeAdmin):
    """Addresses of the figures of a year."""

    def year_urls(self) -> list[URLPattern]:
        """The figures, with a form for those who supervise; the same as a file."""
        wrap, as_file = self.admin_site.admin_view, require_safe(self.year_file_view)
        return [
            path("year/<int:year>/", wrap(self.year_view), name=f"{_NAME}_year"),
            path("year/<int:year>/export/", wrap(as_file), name=f"{_NAME}_year_file"),
        ]

    def year_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """Every organ the person sees, those most behind first; a refusal keeps what was typed."""
        governed = organs_governed(request.user, Role.SUPERVISOR)
        own = Organ.objects.active().filter(pk__in=governed).order_by("depth", "path")
        form = QuotaForm(request.POST or None, organs=own)
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    set_quota(**form.cleaned_data, year=year, by=by, at=at)
                except ActRefused as error:
                    problems, status = problems_of(error), status_of(error)
                else:
                    messages.success(request, "已保存。")
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_year", args=[year]))
        rows = _figures(request, year)
        context = {
            "year": year,
            "rows": rows,
            "behind": sum(bool(each.standing.behind) for each in rows),
            "form": form if governed else None,
            "problems": problems,
        }
        template = "admin/decisions/sitting/year.html"
        return unkept_page(self, request, template, f"{year}年列席次数", context, status=status)

    def year_file_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """The same as a table for a spreadsheet."""
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="seats-{year}.csv"'
        writer = csv.writer(answer)
        writer.writerow(_HEAD)
        for each in _figures(request, year):
            found = each.standing
            months = "、".join(map(str, each.months))
            writer.writerow(
                [neutral(each.organ.name), found.least, found.expected, found.held, found.behind,
                 months]
            )  # fmt: skip
        return answer


def _figures(request: HttpRequest, year: int) -> list[Any]:
    """Raises Http404 for a year of which nothing can be told."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    seen = organs_in_view(request.user, *ROLES)
    return figures(seen, year, on=timezone.localdate())
