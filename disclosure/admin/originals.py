"""The original beside the form: its pages, for those who may read the draft and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from disclosure.models import Document, DocumentAttachment, ImportItem
from disclosure.presenters.originals import Original, original_of
from disclosure.querysets import WORKING_ROLES
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.files.models import FileStructure
from portal.files.originals import has_pages, page_picture

if TYPE_CHECKING:
    from portal.files.models import StoredFile


class OriginalPages(BackOfficeAdmin):
    """The picture of a page, below an attachment."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/attachments/<int:number>/pages/<int:page>.png",
                self.admin_site.admin_view(self.page_view),
                name="disclosure_document_page",
            ),
            *super().get_urls(),
        ]

    def page_view(self, request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
        """One page of an attachment; for whoever works neither for its organ nor over it, none."""
        document = get_object_or_404(Document, pk=pk)
        if document.organ_id not in organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR):
            raise Http404
        row = get_object_or_404(document.attachments.select_related("file"), pk=number)
        return picture_answer(row.file, page)


def original_panel(document: Document, item: ImportItem | None) -> Original | None:
    """What stands beside the form of a document: the file its text was read from."""
    row = next((row for row in document.attachments.all() if _is_original(row)), None)
    if row is None:
        return None
    return original_of(
        row.file,
        FileStructure.objects.filter(file=row.file).first(),
        item.elements if item else {},
        lambda page: reverse("admin:disclosure_document_page", args=[document.pk, row.pk, page]),
    )


def _is_original(row: DocumentAttachment) -> bool:
    return (row.is_source or row.file.is_recognised) and has_pages(row.file)


def picture_answer(stored: StoredFile, page: int) -> HttpResponse:
    """The picture of a page, kept by no browser and no cache between; 404 where there is none."""
    if not has_pages(stored):
        raise Http404
    try:
        picture = page_picture(stored, page)
    except ActRefused as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
