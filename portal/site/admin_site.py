"""The staff's back office: who may enter, and the first page of their day."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold.sites import UnfoldAdminSite

from portal.accounts.permissions import is_staff_member
from portal.common.admin import BackOfficeAdmin
from portal.desk.agenda import agenda
from portal.desk.today import day_of

# The theme's widgets (Alpine) evaluate expressions and set styles; nothing else is let in, and
# only here: public pages keep default-src 'self' (docs/decisions/0005).
_BACK_OFFICE_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
}


class PortalAdminSite(UnfoldAdminSite):
    """The back office, entered with any role and left to each page's own verdicts."""

    site_title = "政务公开工作台"
    site_header = "政务公开工作台"
    index_title = "今天的工作"
    index_template = "admin/today.html"

    def register(
        self, model_or_iterable: Any, admin_class: type[Any] | None = None, **options: Any
    ) -> None:
        """Only pages of our own base. Those that libraries bring (groups, addresses, second
        factors, sessions) would be second ways to what the acts change, unaudited and unlimited.
        """
        if admin_class is not None and issubclass(admin_class, BackOfficeAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff_member(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One sign-in for everyone, with its lockout and second factor."""
        del extra_context
        if request.user.is_authenticated and not self.has_permission(request):
            return HttpResponseRedirect("/")
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, reverse("account_login"))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Every page of the back office; a NUL in its address, which no filter can look for and
        PostgreSQL refuses, is a bad request and no error of ours.
        """

        @wraps(view)
        def storable(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\x00" in text for texts in request.GET.lists() for text in texts[1]):
                raise BadRequest("网址里有不能识别的字符。")
            return view(request, *args, **kwargs)

        return csp_update(_BACK_OFFICE_POLICY)(super().admin_view(storable, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of the libraries and the one list of all that waits for a person."""
        own = path("agenda/", self.admin_view(require_safe(self.agenda)), name="agenda")
        return [own, *super().get_urls()]

    def agenda(self, request: HttpRequest) -> HttpResponse:
        """全部待办: of every kind, or of the one named in the address."""
        on = timezone.localdate()
        found = agenda(request.user, on=on, kind=request.GET.get("kind", ""))
        context = {**self.each_context(request), "title": "全部待办", "found": found, "on": on}
        return TemplateResponse(request, "admin/agenda.html", context)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What waits for me, what is due, what came back."""
        day = day_of(request.user, on=timezone.localdate())
        context = {"day": day, **(extra_context or {})}
        return super().index(request, context)
