"""What the gate found, on the page of a document; destroying what may not stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disclosure.models import Document
from disclosure.permissions import may_destroy, may_read
from disclosure.presenters.gate import gate_table
from disclosure.services.destruction import destroy_attachment
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def gate_panel(user: User | AnonymousUser, document: Document) -> dict[str, Any]:
    """What the record page shows of the check before publication."""
    return {"gate": gate_table(document), "destroy_verdict": may_destroy(user, document)}


class GatePages(BackOfficeAdmin):
    """The address below a document at which an attachment is destroyed."""

    def get_urls(self) -> list[URLPattern]:
        destroy = require_POST(self.admin_site.admin_view(self.destroy_view))
        return [
            path(
                "<int:pk>/attachments/<int:number>/destroy/",
                destroy,
                name="disclosure_document_destroy",
            ),
            *super().get_urls(),
        ]

    def destroy_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Destroy one attachment; whoever may not see the document finds nothing here."""
        document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
        if document.is_published or not may_read(request.user, document):
            raise Http404
        attachment = get_object_or_404(document.attachments.select_related("file"), pk=number)
        back = reverse("admin:disclosure_document_change", args=[pk])
        try:
            destroy_attachment(
                attachment=attachment,
                reason=request.POST.get("reason", ""),
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            typed = {"reason": "销毁的理由"}
            return refused_page(self, request, error, back=back, typed=typed)
        messages.success(request, "附件已销毁。")
        return HttpResponseRedirect(back)
