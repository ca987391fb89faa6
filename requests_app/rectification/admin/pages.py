"""The page of a request for rectification, its acts, and what is seen only with an audit entry.

Whoever may not see the case finds nothing at any of these addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.personal.masks import masked_text
from requests_app.admin.next_case import KINDS, RECTIFICATIONS
from requests_app.rectification import workflow as flow
from requests_app.rectification.admin.acts import DESK
from requests_app.rectification.admin.letters import (
    rectification_letter_response,
    rectification_letter_row,
)
from requests_app.rectification.models import Rectification, RectificationDecision
from requests_app.rectification.permissions import may_print_receipt
from requests_app.rectification.presenters.masks import masked_particulars
from requests_app.rectification.services.reveal import (
    REVEALS,
    RectificationParticulars,
    open_rectification_evidence,
    reveal_rectification,
)

NAME = "requests_app_rectification"


class RectificationPages(RevealPages):
    """Addresses of one request."""

    waiting, kinds = RECTIFICATIONS, KINDS
    page_template = "admin/requests_app/record/page.html"
    in_full = InFull(
        REVEALS, reveal_rectification, papers="evidence", open_paper=open_rectification_evidence
    )

    def rectification_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap = self.admin_site.admin_view
        letter = wrap(require_POST(self.letter_view))
        return [*self.case_urls(), path("<int:pk>/letter/", letter, name=f"{NAME}_letter")]

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """The answer to the applicant, to be printed, as Word file or as PDF."""
        rectification = self.reachable(request, pk)
        row = rectification.decisions.filter(approved_at__isnull=False).last()
        if row is None:
            raise Http404
        row.rectification = rectification
        return rectification_letter_response(self, request, row, back=DESK.address(rectification))

    def facts(self, case: Rectification, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked."""
        words = _Words(case, seen.shown, may_read=seen.may.allowed)
        decisions = list(case.decisions.select_related("by", "approved_by", "rectification"))
        return {
            "is_open": case.status in flow.OPEN,
            "masked": masked_particulars(case),
            "texts": words.asked(),
            "decisions": [(row, words.decided(row, row is decisions[-1])) for row in decisions],
            "letters": [
                rectification_letter_row(row, seen.by) for row in decisions if row.approved_at
            ],
            "action": reverse(f"admin:{NAME}_letter", args=[case.pk]),
            "forwardings": case.forwardings.select_related("source", "target", "by"),
            "tellings": case.tellings.select_related("by"),
            "acts": [
                (act, words.masked(act.reason)) for act in case.acts.select_related("by", "organ")
            ],
            "has_receipt": may_print_receipt(seen.by, case).allowed,
        }


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
