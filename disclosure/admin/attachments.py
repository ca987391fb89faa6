"""The page of one attachment of a draft: its name, its place, its file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.forms.attachments import AttachmentForm, ReplacementForm, begins_with
from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_edit
from disclosure.services.attachments import (
    change_attachment,
    place_of,
    remove_attachment,
    replace_attachment,
)
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.files.redactions import REDACTABLE

if TYPE_CHECKING:
    from django import forms

_TEMPLATE = "admin/disclosure/document/attachment.html"


class AttachmentPages(BackOfficeAdmin):
    """Addresses below an attachment; they exist for those who may edit its document."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        below = "<int:pk>/attachments/<int:number>/"
        return [
            path(below + "edit/", wrap(self.change_view_of), name="disclosure_document_attachment"),
            path(below + "replace/", wrap(self.replace_view), name="disclosure_document_replace"),
            path(below + "remove/", wrap(self.remove_view), name="disclosure_document_remove"),
            *super().get_urls(),
        ]

    def change_view_of(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Name and place; also where the two other forms stand."""
        attachment = _editable(request, pk, number)
        if request.method != "POST":
            return self._attachment_page(request, attachment)
        form = AttachmentForm(request.POST)
        return self._attachment_act(
            request,
            attachment,
            form,
            lambda: change_attachment(attachment=attachment, **form.cleaned_data, **_by(request)),
            "附件的名称和次序已保存。",
            name="form",
        )

    def replace_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Another file in its place."""
        attachment = _editable(request, pk, number)
        form = ReplacementForm(request.POST, request.FILES)

        def replace() -> object:
            file = form.cleaned_data["file"]
            return replace_attachment(
                attachment=attachment,
                stream=cast("BinaryIO", file),
                name=file.name or "未命名文件",
                **_by(request),
            )

        return self._attachment_act(
            request, attachment, form, replace, "附件已更换。", name="replacement"
        )

    def remove_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Take it out of the draft."""
        attachment = _editable(request, pk, number)
        if request.method != "POST":
            raise Http404
        reason = request.POST.get("reason", "")
        try:
            remove_attachment(attachment=attachment, reason=reason, **_by(request))
        except ActRefused as error:
            more = {"problem": str(error), "reason": reason}
            return self._attachment_page(request, attachment, status=status_of(error), **more)
        messages.success(request, f"已移除附件“{attachment.title}”。")
        return HttpResponseRedirect(_record(pk))

    def _attachment_act(
        self,
        request: HttpRequest,
        attachment: DocumentAttachment,
        form: forms.Form,
        act: Callable[[], object],
        done: str,
        *,
        name: str,
    ) -> HttpResponse:
        """One form and one call; what is refused keeps what was typed and says why."""
        if request.method != "POST":
            raise Http404
        status = 400
        if form.is_valid():
            try:
                act()
            except ActRefused as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(_record(attachment.document_id))
        return self._attachment_page(request, attachment, status=status, **{name: form})

    def _attachment_page(
        self,
        request: HttpRequest,
        attachment: DocumentAttachment,
        *,
        status: int = 200,
        **given: Any,
    ) -> HttpResponse:
        begins = begins_with(attachment, place_of(attachment))
        context = {
            "attachment": attachment,
            "form": AttachmentForm(initial=begins),
            "replacement": ReplacementForm(),
            "is_redactable": attachment.file.kind in REDACTABLE,
            "record": _record(attachment.document_id),
            **given,
        }
        title = f"附件：{attachment.title}"
        return unkept_page(self, request, _TEMPLATE, title, context, status=status)


def _editable(request: HttpRequest, pk: int, number: int) -> DocumentAttachment:
    """The attachment; for whoever may not edit its document it does not exist."""
    document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
    if not may_edit(request.user, document):
        raise Http404
    row: DocumentAttachment = get_object_or_404(
        document.attachments.select_related("file", "document__organ"), pk=number
    )
    return row


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": signed_in(request.user), "at": timezone.now()}


def _record(pk: int) -> str:
    return reverse("admin:disclosure_document_change", args=[pk])
