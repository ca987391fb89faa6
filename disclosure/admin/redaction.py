"""遮盖 of an attachment of a draft, for those who may edit its document."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_edit
from disclosure.services.redaction import redact_attachment
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.desk.redaction import Redacting, redaction_page, sight_answer
from portal.files.redaction import Mark
from portal.files.redactions import REDACTABLE, redactable


class RedactionPages(BackOfficeAdmin):
    """Addresses below an attachment; they exist for those who may edit its document."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        below = "<int:pk>/attachments/<int:number>/redact/"
        return [
            path(below, wrap(self.redact_view), name="disclosure_document_redact"),
            path(
                below + "<int:page>.png",
                wrap(self.sight_view),
                name="disclosure_document_sight",
            ),
            *super().get_urls(),
        ]

    def redact_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Mark and take out what may not be published."""
        attachment = _attachment(request, pk, number)

        def redact(marks: Sequence[Mark]) -> str:
            by, now = signed_in(request.user), timezone.now()
            redact_attachment(attachment=attachment, marks=marks, by=by, at=now)
            return reverse("admin:disclosure_document_redact", args=[pk, number])

        given = Redacting(
            title=attachment.title,
            file=redactable(attachment.file),
            record=reverse("admin:disclosure_document_change", args=[pk]),
            sight=lambda page: reverse("admin:disclosure_document_sight", args=[pk, number, page]),
            redact=redact,
            done=attachment.file.redactions.all(),
        )
        return redaction_page(self, request, given)

    def sight_view(self, request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
        """The picture of one page as it is now."""
        return sight_answer(redactable(_attachment(request, pk, number).file), page)


def _attachment(request: HttpRequest, pk: int, number: int) -> DocumentAttachment:
    """The attachment; for whoever may not edit its document it does not exist."""
    document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
    if not may_edit(request.user, document):
        raise Http404
    row: DocumentAttachment = get_object_or_404(
        document.attachments.select_related("file", "document__organ"), pk=number
    )
    if row.file.kind not in REDACTABLE:
        raise Http404
    return row
