"""按申请人查找: what was looked for stands in no address and in no list of the browser's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.workdays.services import load_calendar
from requests_app.admin.pages import CasePages
from requests_app.forms.lookup import FindForm
from requests_app.presenters.due import Due, due_of, due_of_rectification
from requests_app.rectification.models import Rectification
from requests_app.rectification.presenters.masks import masked_subject
from requests_app.services.lookup import find_cases

if TYPE_CHECKING:
    from requests_app.services.indexes import Case


def may_find(user: User | AnonymousUser) -> bool:
    """Whether the page is the person's: those who take in or handle applications."""
    return bool(organs_with_role(user, Role.REQUEST_INTAKE, Role.REQUEST_HANDLER))


@dataclass(frozen=True)
class _Row:
    """One of what was found: its page, its term, and what it is about, masked."""

    case: Case
    address: str
    due: Due
    subject: str


def _row(case: Case, today: dt.date) -> _Row:
    address = reverse(
        f"admin:{case._meta.app_label}_{case._meta.model_name}_change", args=[case.pk]
    )
    if isinstance(case, Rectification):
        return _Row(case, address, due_of_rectification(case, on=today), masked_subject(case))
    return _Row(case, address, due_of(case, load_calendar(), on=today), case.subject)


class FindingPages(CasePages):
    """One page with a form that is posted, and what it found."""

    def finding_urls(self) -> list[URLPattern]:
        """The pattern, for the admin class that also has the list of cases."""
        view = sensitive_post_parameters()(
            require_http_methods(["GET", "HEAD", "POST"])(self.finding_view)
        )
        address = self.admin_site.admin_view(view)
        return [path("find/", address, name="requests_app_informationrequest_find")]

    def finding_view(self, request: HttpRequest) -> HttpResponse:
        """The form; posted, the cases that have exactly what was typed."""
        if not may_find(request.user):
            raise Http404
        form, found, status = FindForm(request.POST or None), None, 200
        if request.method == "POST" and form.is_valid():
            try:
                cases = find_cases(
                    **form.cleaned_data, by=signed_in(request.user), at=timezone.now()
                )
                found = [_row(case, timezone.localdate()) for case in cases]
            except ActRefused as error:
                form.add_error(None, str(error))
                status = status_of(error)
        elif request.method == "POST":
            status = 400
        context = {"form": form, "found": found}
        return self._answer(request, "find", "按申请人查找", context, status=status)
