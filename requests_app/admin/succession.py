"""承接撤销机关的案件: organs that ended and what they left open, and the act that gives it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from requests_app.forms.succession import SuccessionForm
from requests_app.models import Succession
from requests_app.services.succession import (
    ended_organs,
    estate_of,
    estates_of,
    successors_of,
    take_over,
)

if TYPE_CHECKING:
    from typing import Any

_NAME = "requests_app_succession"


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    """A list, and a page for each organ that ended; outsiders find nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        if organs_governed(request.user, Role.SUPERVISOR):
            return True
        heads = organs_with_role(request.user, Role.OFFICE_HEAD)
        return Succession.objects.filter(successor__in=heads).exists()

    def has_view_permission(self, request: HttpRequest, obj: Succession | None = None) -> bool:
        del obj
        return self.has_module_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """The list, and a page by the number of the organ that ended."""
        wrap = self.admin_site.admin_view
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("", wrap(require_safe(self.organs_view)), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(both(self.organ_view)), name=f"{_NAME}_change"),
        ]

    def organs_view(self, request: HttpRequest) -> HttpResponse:
        """What waits for a successor, and what was taken over."""
        if not self.has_module_permission(request):
            raise Http404
        user = signed_in(request.user)
        own = organs_governed(user, Role.SUPERVISOR) | organs_with_role(user, Role.OFFICE_HEAD)
        done = Succession.objects.filter(Q(organ__in=own) | Q(successor__in=own))
        context = {
            "estates": estates_of(ended_organs(user)),
            "done": done.select_related("organ", "successor", "by")
            .annotate(number=Count("cases"))
            .order_by("-at", "-pk")[:100],
        }
        return self._answer(request, "list", "承接撤销机关的案件", context)

    def organ_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would go, and the button by which it goes; nothing changes by looking."""
        user = signed_in(request.user)
        organ = next((each for each in ended_organs(user) if each.pk == pk), None)
        if organ is None:
            raise Http404
        problem, status = "", 200
        form = SuccessionForm(request.POST or None, successors=successors_of(organ, by=user))
        if request.method == "POST":
            status = 400
            if form.is_valid():
                given = form.cleaned_data
                try:
                    take_over(organ=organ, **given, by=user, at=timezone.now())
                except ActRefused as error:
                    problem, status = str(error), status_of(error)
                else:
                    messages.success(request, f"已由{given['successor'].name}承接。")
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_changelist"))
        context = {
            "organ": organ, "estate": estate_of(organ), "form": form, "problem": problem,
        }  # fmt: skip
        return self._answer(request, "page", f"承接：{organ.short_name}", context, status)

    def _answer(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        return unkept_page(
            self,
            request,
            f"admin/requests_app/succession/{template}.html",
            title,
            context,
            status=status,
        )
