"""等待中: the page of all that cases wait for, for those who work on them and who supervise."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from requests_app.admin.pages import CasePages
from requests_app.models import InformationRequest
from requests_app.querysets import WORKING_ROLES
from requests_app.queues.waits import waiting

_ON_A_PAGE = 50


class WaitingPages(CasePages):
    """One page; of one kind by its code in the address."""

    def waiting_urls(self) -> list[URLPattern]:
        """The pattern, for the admin class that also has the list of cases."""
        view = self.admin_site.admin_view(require_safe(self.waiting_view))
        return [path("waiting/", view, name="requests_app_informationrequest_waiting")]

    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        """What the cases that the person may see wait for."""
        if not organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR):
            raise Http404
        kind = request.GET.get("kind", "")
        cases = InformationRequest.objects.worked_on_by(request.user)
        found = waiting(cases, on=timezone.localdate(), kind=kind)
        page = Paginator(found.rows, _ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"found": found, "page": page, "kind": kind}
        return self._answer(request, "waits", "等待中的申请", context)
