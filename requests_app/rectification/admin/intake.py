"""代为登记更正申请: what came over the counter or by letter; the receipt for the applicant."""

from __future__ import annotations

import uuid
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.drafts.keeping import marked, sent
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from portal.tracking.intake import TAKEN_IN_ELSEWHERE, taken_in_already
from requests_app.rectification.admin.pages import NAME, RectificationPages
from requests_app.rectification.forms.intake import RectificationIntakeForm
from requests_app.rectification.models import RectificationEvidence
from requests_app.rectification.permissions import may_print_receipt
from requests_app.rectification.services.intake import RectificationAsked, take_in_rectification
from requests_app.selectors import organs_to_ask

_TEMPLATES = "admin/requests_app/record"
_PURPOSES = {
    "scans": RectificationEvidence.Purpose.SCAN,
    "identity_files": RectificationEvidence.Purpose.IDENTITY,
    "proof_files": RectificationEvidence.Purpose.PROOF,
    "agent_files": RectificationEvidence.Purpose.AUTHORISATION,
}
_BLOCKS = (
    ("来件", ("organ", "channel", "arrived_on", "arrival_checked", "scans")),
    ("要更正什么", ("record", "inaccurate", "should_be")),
    ("申请人", (
        "applicant_kind", "name", "identity_kind", "identity_number", "phone", "email", "address",
    )),
    ("代理人（没有的不填）", ("agent_name", "agent_number")),
    ("身份证明和证明材料", ("on_paper", "identity_files", "proof_files", "agent_files")),
)  # fmt: skip


class RectificationIntakePages(RectificationPages):
    """The form and the receipt handed to the applicant."""

    def intake_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        both = require_http_methods(["GET", "HEAD", "POST"])
        slip = require_safe(self.receipt_view)
        return [
            path("add/", wrap(hidden(both(self.intake_view))), name=f"{NAME}_add"),
            path("<int:pk>/receipt/", wrap(slip), name=f"{NAME}_receipt"),
        ]

    def intake_view(self, request: HttpRequest) -> HttpResponse:
        """Register a request; the same form sent twice makes one."""
        own = organs_with_role(request.user, Role.REQUEST_INTAKE)
        if not own:
            raise PermissionDenied
        organs = organs_to_ask().filter(pk__in=own)
        if request.method != "POST":
            blank = RectificationIntakeForm(organs=organs, initial={"key": uuid.uuid4()})
            return self._form_page(request, blank)
        form = RectificationIntakeForm(request.POST, request.FILES, organs=organs)
        if not form.is_valid():
            return self._form_page(request, form, status=400)
        given = form.cleaned_data
        try:
            receipt = take_in_rectification(
                asked=RectificationAsked(
                    **{name: given[name] for name in RectificationAsked.__dataclass_fields__}
                ),
                evidence=_handed_in(given),
                on_paper=given["on_paper"],
                key=given["key"],
                channel=given["channel"],
                arrived_on=given["arrived_on"],
                arrival_checked=given["arrival_checked"],
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            form.add_error(None, str(error))
            return self._form_page(request, form, status=status_of(error))
        if receipt.case.organ_id not in own:
            form.add_error(None, TAKEN_IN_ELSEWHERE)
            return self._form_page(request, form, status=409)
        sent(request)
        if not receipt.is_new:
            messages.warning(request, taken_in_already(receipt.case))
        return HttpResponseRedirect(reverse(f"admin:{NAME}_receipt", args=[receipt.case.pk]))

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Number and code, for intake to hand over; only of what lies where it was taken in."""
        case = self.reachable(request, pk)
        if not may_print_receipt(request.user, case):
            raise Http404
        context = {"case": case, "code": code_from(case.key_of_code)}
        template, title = f"{_TEMPLATES}/receipt.html", f"更正申请回执 {case.number}"
        return unkept_page(self, request, template, title, context)

    def _form_page(
        self, request: HttpRequest, form: RectificationIntakeForm, *, status: int = 200
    ) -> HttpResponse:
        blocks: list[tuple[str, list[Any]]] = [
            (title, [form[name] for name in names]) for title, names in _BLOCKS
        ]
        context = {"form": form, "blocks": blocks, **marked(request, form)}
        template, title = f"{_TEMPLATES}/intake.html", "代为登记更正申请"
        return unkept_page(self, request, template, title, context, status=status)


def _handed_in(given: dict[str, Any]) -> list[HandedIn]:
    return [
        HandedIn(cast("BinaryIO", file), file.name or "", purpose)
        for name, purpose in _PURPOSES.items()
        for file in given[name]
    ]
