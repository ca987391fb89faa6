"""What the editor of a document's text asks for: pasted text read, pictures kept and shown."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from disclosure.forms.text_editor import addressed
from disclosure.models import Document
from disclosure.permissions import may_edit, may_read
from disclosure.services.documents import add_figure
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.files.views import as_received, picture_taken
from portal.text.forms import TextEditor
from portal.text.views import read_pasted

if TYPE_CHECKING:
    from portal.files.models import StoredFile


class WritingPages(BackOfficeAdmin):
    """Addresses of the editor; whoever may not see the document finds nothing there."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("pasted/", wrap(read_pasted), name="disclosure_document_pasted"),
            path(
                "<int:pk>/pictures/",
                wrap(require_POST(self.add_picture_view)),
                name="disclosure_document_pictures",
            ),
            path(
                "<int:pk>/pictures/<uuid:public_id>/",
                wrap(require_safe(self.picture_view)),
                name="disclosure_document_picture",
            ),
            *super().get_urls(),
        ]

    def add_picture_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Keep a picture for the text; answers its name, or why it was not taken."""
        document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
        if not may_edit(request.user, document):
            raise Http404

        def keep(stream: BinaryIO, name: str) -> StoredFile:
            by, at = signed_in(request.user), timezone.now()
            return add_figure(document=document, stream=stream, name=name, by=by, at=at)

        return picture_taken(request, keep)

    def picture_view(self, request: HttpRequest, pk: int, public_id: uuid.UUID) -> FileResponse:
        """A picture of the text as received, for those who write and review it."""
        document = get_object_or_404(Document, pk=pk)
        if not may_read(request.user, document):
            raise Http404
        rows = document.attachments.filter(is_figure=True).select_related("file")
        row = get_object_or_404(rows, file__public_id=public_id)
        return as_received(row.file)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, its editor with the addresses of this document; a new one has no pictures."""
        document = kwargs.get("obj")
        field = context["adminform"].form.fields.get("body")
        if field is not None and isinstance(field.widget, TextEditor):
            addressed(field.widget, "disclosure_document", document.pk if document else None)
        answer: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return answer
