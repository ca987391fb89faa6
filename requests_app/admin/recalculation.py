"""期限重算: what a changed calendar would move, and the act that moves it, for supervisors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from requests_app.models import RedatedCase, RedatedRectification, Redating
from requests_app.rectification.services.recalculation import preview_rectifications
from requests_app.services.recalculation import begin_redating, go_on, preview

# Done at once while the supervisor looks; the worker goes on with the rest.
_AT_ONCE = 200


def _moved_by_run(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows a run moved."""
    mine = rows.filter(redating=OuterRef("pk")).order_by().values("redating")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


@admin.register(Redating)
class RedatingAdmin(BackOfficeAdmin):
    """Every re-dating with what it moved; a new one begins with its preview."""

    list_display = ("at", "reason", "by", "moved", "finished_at")
    list_select_related = ("by",)
    fields = readonly_fields = ("at", "by", "reason", "finished_at")
    ordering = ("-at",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redating]:
        """The runs that touched an organ below the person, with what they moved there."""
        organs = organs_governed(request.user, Role.SUPERVISOR)
        # Two counts over two joins would multiply cases by rectifications: each is asked alone.
        cases = RedatedCase.objects.filter(request__organ_id__in=organs)
        records = RedatedRectification.objects.filter(rectification__organ_id__in=organs)
        counted = (
            super()
            .get_queryset(request)
            .annotate(moved_cases=_moved_by_run(cases) + _moved_by_run(records))
        )
        return counted.filter(moved_cases__gt=0)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_governed(request.user, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: Redating | None = None) -> bool:
        del obj
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Redating | None = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Redating | None = None) -> bool:
        del request, obj
        return False

    @admin.display(description="变动件数", ordering="moved_cases")
    def moved(self, run: Redating) -> int:
        return int(run.moved_cases)  # type: ignore[attr-defined]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What would move, and the button that moves it; nothing changes by looking."""
        del form_url, extra_context
        if not self.has_add_permission(request):
            raise PermissionDenied
        reason, problem, status = request.POST.get("reason", ""), "", 200
        if request.method == "POST":
            now = timezone.now()
            try:
                begin_redating(reason=reason, by=signed_in(request.user), at=now)
            except ActRefused as error:
                problem, status = str(error), status_of(error)
            else:
                done = go_on(at=now, limit=_AT_ONCE)
                messages.success(request, f"已重算 {done} 件，其余由后台继续。")
                return HttpResponseRedirect(reverse("admin:requests_app_redating_changelist"))
        context = {
            "shifts": preview(by=signed_in(request.user), on=timezone.localdate()),
            "records": preview_rectifications(by=signed_in(request.user)),
            "reason": reason,
            "problem": problem,
        }
        template = "admin/requests_app/recalculation/preview.html"
        return unkept_page(self, request, template, "重算期限", context, status=status)
