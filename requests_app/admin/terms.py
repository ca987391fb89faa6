"""本机关内部期限: everyone of the organ reads them, the head of its office sets them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.organ_settings import DaysForm, days_in, shown
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.organs.models import Organ
from requests_app.internal_terms import NOTE, Terms
from requests_app.models import OrganTerms
from requests_app.permissions import may_read_terms, may_set_terms
from requests_app.querysets import WORKING_ROLES
from requests_app.services.terms import load_terms, set_terms, terms_of

if TYPE_CHECKING:
    from typing import Any

_NAME = "requests_app_organterms"


@admin.register(OrganTerms)
class OrganTermsAdmin(ReadOnlyAdmin):
    """A list of the person's organs, and a page for each; outsiders find nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: OrganTerms | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_read_terms(request.user, obj.organ))

    def get_urls(self) -> list[URLPattern]:
        """The list and a page an organ, by the organ's number: a row is there only once set."""
        wrap = self.admin_site.admin_view
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("", wrap(require_safe(self.organs_view)), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(both(self.terms_view)), name=f"{_NAME}_change"),
        ]

    def organs_view(self, request: HttpRequest) -> HttpResponse:
        """Every organ the person works for or supervises, with its numbers."""
        seen = organs_with_role(request.user, *WORKING_ROLES)
        seen |= organs_governed(request.user, Role.SUPERVISOR)
        if not seen:
            raise Http404
        book = load_terms()
        rows = [
            {
                "organ": organ,
                "terms": shown(book.of(organ.pk)),
                "own": organ.pk in book.own,
                "may_set": bool(may_set_terms(request.user, organ)),
            }
            for organ in Organ.objects.filter(pk__in=seen, is_active=True).order_by("path")
        ]
        return self._answer(
            request,
            "list",
            "本机关内部期限",
            {"rows": rows, "columns": [each.column for _, each in days_in(Terms)]},
        )

    def terms_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The numbers of one organ; a refusal keeps what was typed."""
        organ = Organ.objects.filter(pk=pk).first()
        if organ is None or not may_read_terms(request.user, organ):
            raise Http404
        verdict, problem, status = may_set_terms(request.user, organ), "", 200
        form = DaysForm(Terms, request.POST or None, note=NOTE, initial=asdict(terms_of(organ)))
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    moved = set_terms(
                        organ=organ,
                        terms=form.given(),
                        by=signed_in(request.user),
                        at=timezone.now(),
                    )
                except ActRefused as error:
                    problem, status = str(error), status_of(error)
                else:
                    messages.success(
                        request, f"内部期限已设定，{moved}件在办申请、更正申请的内部日期已重算。"
                    )
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_changelist"))
        own = OrganTerms.objects.filter(organ=organ).select_related("by").first()
        context = {
            "organ": organ, "form": form, "problem": problem, "verdict": verdict, "own": own,
            "terms": shown(terms_of(organ)),
        }  # fmt: skip
        return self._answer(request, "page", f"内部期限：{organ.short_name}", context, status)

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
            f"admin/requests_app/organterms/{template}.html",
            title,
            context,
            status=status,
        )
