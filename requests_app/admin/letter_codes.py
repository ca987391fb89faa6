"""文书编号: everyone of the organ reads its codes, the head of its office sets them."""

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
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.organs.models import Organ
from requests_app.forms.letter_codes import LetterCodesForm
from requests_app.models import OrganLetterCodes
from requests_app.permissions import may_read_terms, may_set_terms
from requests_app.querysets import WORKING_ROLES
from requests_app.services.letters.codes import codes_of, codes_of_all, set_codes

if TYPE_CHECKING:
    from typing import Any

_NAME = "requests_app_organlettercodes"


@admin.register(OrganLetterCodes)
class LetterCodesAdmin(ReadOnlyAdmin):
    """A list of the person's organs, and a page for each; outsiders find nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_seen(request))

    def has_view_permission(
        self, request: HttpRequest, obj: OrganLetterCodes | None = None
    ) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_read_terms(request.user, obj.organ))

    def get_urls(self) -> list[URLPattern]:
        """The list and a page an organ, by the organ's number: a row is there only once set."""
        wrap = self.admin_site.admin_view
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("", wrap(require_safe(self.organs_view)), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(both(self.codes_view)), name=f"{_NAME}_change"),
        ]

    def organs_view(self, request: HttpRequest) -> HttpResponse:
        """Every organ the person works for or supervises, with its codes."""
        seen = _seen(request)
        if not seen:
            raise Http404
        organs = list(Organ.objects.filter(pk__in=seen, is_active=True).order_by("path"))
        codes = codes_of_all(organs)
        rows = [
            {
                "organ": organ,
                "codes": codes[organ.pk],
                "may_set": bool(may_set_terms(request.user, organ)),
            }
            for organ in organs
        ]
        return self._answer(request, "codes_list", "文书编号", {"rows": rows})

    def codes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The codes of one organ; a refusal keeps what was typed."""
        organ = Organ.objects.filter(pk=pk).first()
        if organ is None or not may_read_terms(request.user, organ):
            raise Http404
        problem, status = "", 200
        codes = codes_of(organ)
        initial = {**asdict(codes), "organ_prefix": codes.prefix}
        form = LetterCodesForm(request.POST or None, initial=initial)
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    set_codes(
                        organ=organ,
                        codes=form.codes(),
                        by=signed_in(request.user),
                        at=timezone.now(),
                    )
                except ActRefused as error:
                    problem, status = str(error), status_of(error)
                else:
                    messages.success(request, "文书编号已设定，对以后的文书适用。")
                    return HttpResponseRedirect(reverse(f"admin:{_NAME}_changelist"))
        context = {
            "organ": organ,
            "form": form,
            "problem": problem,
            "verdict": may_set_terms(request.user, organ),
            "codes": codes,
            "own": OrganLetterCodes.objects.filter(organ=organ).select_related("by").first(),
        }
        return self._answer(request, "codes", f"文书编号：{organ.short_name}", context, status)

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
            f"admin/requests_app/letter/{template}.html",
            title,
            context,
            status=status,
        )


def _seen(request: HttpRequest) -> set[int]:
    own = organs_with_role(request.user, *WORKING_ROLES)
    return own | organs_governed(request.user, Role.SUPERVISOR)
