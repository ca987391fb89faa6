"""The page of a request for rectification, its acts, and what is seen only with an audit entry.

Whoever may not see the case finds nothing at any of these addresses.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.permissions import signed_in
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.desk.case_pages import CasePages
from portal.personal.masks import masked_text
from requests_app.admin.next_case import KINDS, RECTIFICATIONS
from requests_app.rectification import workflow as flow
from requests_app.rectification.admin.acts import DESK
from requests_app.rectification.admin.letters import (
    rectification_letter_response,
    rectification_letter_row,
)
from requests_app.rectification.models import (
    Rectification,
    RectificationDecision,
    RectificationEvidence,
)
from requests_app.rectification.permissions import (
    may_print_receipt,
    may_unmask_rectification,
)
from requests_app.rectification.presenters.masks import masked_particulars
from requests_app.rectification.services.reveal import (
    RectificationParticulars,
    RectificationPurpose,
    open_rectification_evidence,
    reveal_rectification,
)

NAME = "requests_app_rectification"


class RectificationPages(CasePages):
    """Addresses of one request."""

    waiting, kinds = RECTIFICATIONS, KINDS
    page_template = "admin/requests_app/record/page.html"

    def rectification_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap = self.admin_site.admin_view
        reveal, paper = require_POST(self.reveal_view), require_POST(self.evidence_view)
        return [
            *self.case_urls(),
            path("<int:pk>/letter/", wrap(require_POST(self.letter_view)), name=f"{NAME}_letter"),
            path("<int:pk>/reveal/", wrap(reveal), name=f"{NAME}_reveal"),
            path("<int:pk>/evidence/<uuid:public_id>/", wrap(paper), name=f"{NAME}_evidence"),
        ]

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, masked."""
        return self._page(request, self.reachable(request, pk))

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with everything in full, on this answer only."""
        rectification = self.reachable(request, pk)
        purpose, by = request.POST.get("purpose", ""), signed_in(request.user)
        try:
            shown = reveal_rectification(
                rectification=rectification, purpose=purpose, by=by, at=timezone.now()
            )
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(DESK.address(rectification))
        return self._page(request, rectification, shown)

    def evidence_view(
        self, request: HttpRequest, pk: int, public_id: uuid.UUID
    ) -> HttpResponseBase:
        """A paper of the applicant's, unsealed as it is sent; never shown inline."""
        rectification = self.reachable(request, pk)
        row = get_object_or_404(
            RectificationEvidence, rectification=rectification, public_id=public_id
        )
        row.rectification = rectification
        purpose, by = request.POST.get("purpose", ""), signed_in(request.user)
        try:
            file = open_rectification_evidence(
                evidence=row, purpose=purpose, by=by, at=timezone.now()
            )
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(DESK.address(rectification))
        name = f"{rectification.number}-{row.get_purpose_display()}-{row.pk}.{row.extension}"
        return download(file, name=name, media_type=row.media_type)

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """The answer to the applicant, to be printed, as Word file or as PDF."""
        rectification = self.reachable(request, pk)
        row = rectification.decisions.filter(approved_at__isnull=False).last()
        if row is None:
            raise Http404
        row.rectification = rectification
        return rectification_letter_response(self, request, row, back=DESK.address(rectification))

    def _page(
        self,
        request: HttpRequest,
        rectification: Rectification,
        shown: RectificationParticulars | None = None,
    ) -> HttpResponse:
        viewer = signed_in(request.user)
        verdict = may_unmask_rectification(viewer, rectification)
        seen = _Words(rectification, shown, may_read=verdict.allowed)
        decisions = list(
            rectification.decisions.select_related("by", "approved_by", "rectification")
        )
        context = {
            "is_open": rectification.status in flow.OPEN,
            "shown": shown,
            "masked": masked_particulars(rectification),
            "texts": seen.asked(),
            "decisions": [(row, seen.decided(row, row is decisions[-1])) for row in decisions],
            "letters": [
                rectification_letter_row(row, viewer) for row in decisions if row.approved_at
            ],
            "action": reverse(f"admin:{NAME}_letter", args=[rectification.pk]),
            "forwardings": rectification.forwardings.select_related("source", "target", "by"),
            "tellings": rectification.tellings.select_related("by"),
            "evidence": list(rectification.evidence.all()),
            "acts": [
                (act, seen.masked(act.reason))
                for act in rectification.acts.select_related("by", "organ")
            ],
            "has_receipt": may_print_receipt(viewer, rectification).allowed,
            "unmask_verdict": verdict,
            "purposes": RectificationPurpose.choices,
        }
        return self.answer(request, rectification, context)


@dataclass(frozen=True)
class _Words:
    """What was written in a case, for one reader: in full, masked, or not at all.

    Who only supervises sees how it is handled and not what it is about.
    """

    rectification: Rectification
    shown: RectificationParticulars | None
    may_read: bool

    def asked(self) -> list[tuple[str, str]]:
        """Which record, what is wrong, what it should be."""
        told = self.shown or self.rectification
        texts = (told.record, told.inaccurate, told.should_be) if self.may_read else ()
        labels = ("哪一项记录", "哪里不准确", "应当是什么")
        rows = zip(labels, texts, strict=False)
        return [(label, text if self.shown else self.masked(text)) for label, text in rows]

    def decided(self, row: RectificationDecision, is_last: bool) -> str:
        """The text of a decision; the last one in full when everything is shown."""
        return self.shown.decision if self.shown and is_last else self.masked(row.text)

    def masked(self, text: str) -> str:
        """With the numbers, addresses and names in it masked."""
        names = (self.rectification.name, self.rectification.agent_name)
        return masked_text(text, names=names) if self.may_read else ""
