"""代为填写: a clerk registers what came over the counter, by post or by fax; the receipt."""

from __future__ import annotations

import uuid
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.drafts.keeping import marked, sent
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from portal.tracking.intake import TAKEN_IN_ELSEWHERE, taken_in_already
from requests_app.admin.case_file import read_case
from requests_app.forms.intake import IntakeForm
from requests_app.models import Evidence
from requests_app.permissions import may_take_in
from requests_app.services.intake import Application, take_in

_NAME = "requests_app_informationrequest"
_PURPOSES = {
    "scans": Evidence.Purpose.SCAN,
    "identity_files": Evidence.Purpose.IDENTITY,
    "agent_files": Evidence.Purpose.AUTHORISATION,
    "other_files": Evidence.Purpose.OTHER,
}


class IntakePages(BackOfficeAdmin):
    """The form and the receipt handed to the applicant."""

    def intake_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        return [
            path("add/", wrap(hidden(self.intake_view)), name=f"{_NAME}_add"),
            path(
                "<int:pk>/receipt/", wrap(require_safe(self.receipt_view)), name=f"{_NAME}_receipt"
            ),
        ]

    def intake_view(self, request: HttpRequest) -> HttpResponse:
        """Register an application; the same form sent twice makes one."""
        organs = organs_with_role(request.user, Role.REQUEST_INTAKE)
        if not organs:
            raise PermissionDenied
        if request.method != "POST":
            return self._form_page(
                request, IntakeForm(initial={"key": uuid.uuid4()}, organ_ids=organs)
            )
        form = IntakeForm(request.POST, request.FILES, organ_ids=organs)
        if not form.is_valid():
            return self._form_page(request, form, status=400)
        given = dict(form.cleaned_data)
        evidence = [
            HandedIn(cast("BinaryIO", file), file.name or "", purpose)
            for field, purpose in _PURPOSES.items()
            for file in given.pop(field, None) or []
        ]
        about = ("key", "channel", "arrived_on", "arrival_checked")
        arrival = {name: given.pop(name) for name in about}
        try:
            receipt = take_in(
                application=Application(**given),
                evidence=evidence,
                **arrival,
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            form.add_error(None, str(error))
            return self._form_page(request, form, status=status_of(error))
        if receipt.case.organ_id not in organs:
            form.add_error(None, TAKEN_IN_ELSEWHERE)
            return self._form_page(request, form, status=409)
        sent(request)
        if not receipt.is_new:
            messages.warning(request, taken_in_already(receipt.case))
        return HttpResponseRedirect(reverse(f"admin:{_NAME}_receipt", args=[receipt.case.pk]))

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Number and code, for intake to hand over; only of what the office took in itself, or for
        which it gave out another code.
        """
        case = read_case(pk)
        if case is None or not (case.taken_in_by or case.code_key) or case.purged_at:
            raise Http404
        if not may_take_in(request.user, case.organ_id):
            raise Http404
        context = {"case": case, "code": code_from(case.key_of_code)}
        return self._intake_page(request, "receipt", f"申请回执 {case.number}", context)

    def _form_page(
        self, request: HttpRequest, form: IntakeForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "blocks": _blocks(form), **marked(request, form)}
        return self._intake_page(request, "intake", "代为登记申请", context, status=status)

    def _intake_page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        return unkept_page(
            self, request, f"admin/requests_app/case/{template}.html", title, context, status=status
        )


_BLOCKS = (
    ("来件", ("organ", "channel", "arrived_on", "arrival_checked", "written_down", "scans")),
    ("申请人", (
        "applicant_kind", "name", "identity_kind", "identity_number", "identity_files",
        "phone", "email", "address",
    )),
    ("代理人（没有的不填）", ("agent_name", "agent_number", "agent_files")),
    ("所需信息", (
        "info_title", "info_number", "description", "other_files", "medium", "delivery_way",
        "help_needed", "suggests_publication",
    )),
)  # fmt: skip


def _blocks(form: IntakeForm) -> list[tuple[str, list[Any]]]:
    """The fields under their headings."""
    return [(title, [form[name] for name in names]) for title, names in _BLOCKS]
