"""The month's hot questions in the back office: the list, one month, its answers, its release."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from policies.concerns.admin.forms import AttachForm
from policies.concerns.models import HotList
from policies.concerns.permissions import ROLES, may_keep_list, may_read_list
from policies.concerns.presenters import shelves_of
from policies.concerns.selectors import lines_of, public_editions
from policies.concerns.services import hot_lists
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin

_NAME = "policies_hotlist"
_TEMPLATE = "admin/policies/concern/hot.html"


@admin.register(HotList)
class HotListAdmin(ReadOnlyAdmin):
    """Months of the trees that a person's organs keep, or that they supervise."""

    list_display = ("__str__", "kept_by", "made_at", "released_at")
    list_select_related = ("organ", "kept_by")
    actions = None
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[HotList]:
        organs = organs_in_view(request.user, *ROLES)
        return super().get_queryset(request).filter(kept_by_id__in=organs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *ROLES, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: HotList | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return may_read_list(request.user, obj)

    def get_urls(self) -> list[URLPattern]:
        """The list, and the page of a month."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(self.month_view), name=f"{_NAME}_change"),
        ]

    def month_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The figures, which nobody edits, and what can be done; a refusal keeps what was typed."""
        hot_list = get_object_or_404(HotList.objects.select_related("organ", "kept_by"), pk=pk)
        if not may_read_list(request.user, hot_list):
            raise Http404
        problems: list[str] = []
        status = 200
        if request.method == "POST":
            try:
                problems = self._do(request, hot_list)
            except ActRefused as error:
                problems, status = [str(error)], status_of(error)
            else:
                if not problems:
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_change", args=[pk]))
                status = 400
        lines = list(lines_of(hot_list))
        context = {
            "hot_list": hot_list,
            "shelves": shelves_of(lines),
            "editions": public_editions(row.series_id for row in lines if row.series_id),
            "may_keep": bool(may_keep_list(request.user, hot_list)),
            "problems": problems,
            "typed": request.POST,
        }
        return unkept_page(self, request, _TEMPLATE, str(hot_list), context, status=status)

    def _do(self, request: HttpRequest, hot_list: HotList) -> list[str]:
        """The act whose button was pressed; what is wrong with what was typed."""
        given: dict[str, Any] = {"by": signed_in(request.user), "at": timezone.now()}
        if "release" in request.POST:
            hot_lists.make_public(hot_list=hot_list, **given)
        elif "take_back" in request.POST:
            reason = request.POST.get("reason", "")
            hot_lists.take_back(hot_list=hot_list, reason=reason, **given)
        else:
            form = AttachForm(request.POST)
            if not form.is_valid():
                return [str(told) for errors in form.errors.values() for told in errors]
            line = get_object_or_404(hot_list.lines.all(), pk=form.cleaned_data["line"])
            hot_lists.attach(line=line, answer=form.cleaned_data["address"], **given)
        return []
