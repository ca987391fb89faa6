"""The pages beside a document's form: its acts, its attachments, its preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.admin.acts import DESK
from disclosure.correction.admin.acts import DESK as CORRECTIONS
from disclosure.correction.selectors import open_correction
from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_read
from disclosure.presenters.prose import Pictures
from disclosure.querysets import WORKING_ROLES
from disclosure.selectors import with_reading_parts
from disclosure.services.validity import apply_standing
from disclosure.views.public import reading_context
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.admin import BackOfficeAdmin
from portal.desk.buttons import DeskAct
from portal.desk.pages import act_page
from portal.files.views import as_received
from portal.workflow import URGE


class DocumentPages(BackOfficeAdmin):
    """Addresses below a document; whoever may not see it finds nothing there."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/act/<slug:action>/",
                wrap(self.act_view),
                name="disclosure_document_act",
            ),
            path(
                "<int:pk>/attachments/<int:number>/",
                wrap(self.original_view),
                name="disclosure_document_original",
            ),
            path("<int:pk>/preview/", wrap(self.preview_view), name="disclosure_document_preview"),
            *super().get_urls(),
        ]

    def _reachable(self, request: HttpRequest, pk: int, *also: Role) -> Document:
        """The document of an organ for which the person works, or holds one of `also`."""
        document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
        if document.organ_id not in organs_with_role(request.user, *WORKING_ROLES, *also):
            raise Http404
        return document

    def act_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """One step of the review; a refusal keeps what was typed and says why."""
        above = (Role.SUPERVISOR,) if action == URGE else ()
        document = self._reachable(request, pk, *above)

        def done(act: DeskAct) -> HttpResponse:
            messages.success(request, f"{act.label}：已办理。")
            if act.act.action == "begin_correction":
                begun = open_correction(document)
                return HttpResponseRedirect(CORRECTIONS.address(begun))
            return HttpResponseRedirect(self._address(document))

        return act_page(self, request, DESK, document, action, done=done)

    def original_view(self, request: HttpRequest, pk: int, number: int) -> FileResponse:
        """An attachment as received, for those who review it; never shown inline."""
        document = self._reachable(request, pk, Role.SUPERVISOR)
        row = get_object_or_404(document.attachments.select_related("file"), pk=number)
        return as_received(row.file)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it will be, before it is; a public document has the page itself."""
        document = get_object_or_404(with_reading_parts(Document.objects.all()), pk=pk)
        if not may_read(request.user, document):
            raise Http404
        if document.is_public:
            return HttpResponseRedirect(document.get_absolute_url())
        today = timezone.localdate()
        apply_standing(document, on=today)
        context = reading_context(document, on=today, pictures=_originals(document))
        context["back"] = self._address(document)
        return TemplateResponse(request, "admin/disclosure/document/preview.html", context)

    def _address(self, document: Document) -> str:
        return reverse("admin:disclosure_document_change", args=[document.pk])


def _originals(document: Document) -> Pictures:
    """The pictures of a text as received, for those who review it."""
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    door = "admin:disclosure_document_original"
    return {str(row.file.public_id): reverse(door, args=[document.pk, row.pk]) for row in files}
