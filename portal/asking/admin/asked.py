"""What was asked and not found, what was done about it, and what that changes."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.asking.forms import LookForm
from portal.asking.models import AskedQuery
from portal.asking.permissions import may_keep_words
from portal.asking.selectors import asked
from portal.asking.services.words import mute
from portal.asking.trials import look_at
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.read_only import ReadOnlyAdmin

PER_PAGE: Final = 50
DAYS: Final = (7, 30, 180)


@admin.register(AskedQuery)
class AskedQueryAdmin(ReadOnlyAdmin):
    """Questions that so many asked that they may be read, for those who keep the words."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_keep_words(request.user))

    def has_view_permission(self, request: HttpRequest, obj: AskedQuery | None = None) -> bool:
        del obj
        return bool(may_keep_words(request.user))

    def get_urls(self) -> list[URLPattern]:
        """Ours and no others."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(require_safe(self.list_view)), name="asking_askedquery_changelist"),
            path("look/", wrap(require_safe(self.look_view)), name="asking_askedquery_look"),
            path("mute/", wrap(require_POST(self.mute_view)), name="asking_askedquery_mute"),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """What was not found, or everything that was asked, over some days."""
        self._require(request)
        given = request.GET
        days = next((each for each in DAYS if str(each) == given.get("days")), DAYS[1])
        is_all = given.get("all") == "1"
        page = int(given["page"]) if given.get("page", "").isdecimal() else 1
        page = max(1, min(page, 200))
        since = timezone.localdate() - dt.timedelta(days=days)
        skipped = (page - 1) * PER_PAGE
        rows = asked(since=since, in_vain=not is_all, most=PER_PAGE + 1, skipped=skipped)
        context = {
            "rows": rows[:PER_PAGE],
            "days": days,
            "stretches": DAYS,
            "is_all": is_all,
            "page": page,
            "has_more": len(rows) > PER_PAGE,
            "least": max(2, settings.SEARCH_LOG_LEAST_ASKERS),
            "stretch": max(1, settings.SEARCH_LOG_STRETCH_DAYS),
            "keep": settings.SEARCH_LOG_KEEP_DAYS,
            "is_counting": settings.SEARCH_LOG,
        }
        return unkept_page(self, request, "admin/asking/list.html", "读者搜了什么", context)

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """What the search gives now, and what it would with some words more."""
        self._require(request)
        form = LookForm(request.GET or None)
        context: dict[str, object] = {"form": form, "look": None, "problem": ""}
        status = 200
        if form.is_bound and form.is_valid():
            try:
                context["look"] = look_at(**form.cleaned_data, on=timezone.localdate())
            except ActRefused as error:
                context["problem"], status = str(error), status_of(error)
        template = "admin/asking/look.html"
        return unkept_page(self, request, template, "试一试搜索", context, status=status)

    def mute_view(self, request: HttpRequest) -> HttpResponse:
        """Offer a question no more while others type, or again."""
        text, is_muted = request.POST.get("text", ""), request.POST.get("muted") == "1"
        back = reverse("admin:asking_askedquery_changelist")
        try:
            mute(text=text, is_muted=is_muted, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        messages.success(request, "不再作为输入提示。" if is_muted else "恢复作为输入提示。")
        return HttpResponseRedirect(back)

    def _require(self, request: HttpRequest) -> None:
        if not may_keep_words(request.user):
            raise PermissionDenied
