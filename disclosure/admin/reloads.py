"""Loading a new file into a draft: brought, compared, taken over."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.models import Document, ImportItem
from disclosure.permissions import may_edit
from disclosure.presenters.reloads import shown
from disclosure.services.reloads import differences, load_file, may_reload, offer_file
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page


class ReloadPages(BackOfficeAdmin):
    """Addresses below a draft; they exist for those who may edit it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/reload/", wrap(self.offer_view), name="disclosure_document_offer"),
            path(
                "<int:pk>/reload/<int:number>/",
                wrap(self.reload_view),
                name="disclosure_document_reload",
            ),
            *super().get_urls(),
        ]

    def offer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the file and go on to the comparison."""
        document = _draft(request, pk)
        file = request.FILES.get("file")
        if request.method != "POST":
            raise Http404
        if file is None:
            missing = ActRefused("请选择要载入的文件。")
            return refused_page(self, request, missing, back=_record(pk), status=400)
        try:
            item = offer_file(
                document=document,
                stream=cast("BinaryIO", file),
                name=file.name or "未命名文件",
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            return refused_page(self, request, error, back=_record(pk))
        here = reverse("admin:disclosure_document_reload", args=[pk, item.pk])
        return HttpResponseRedirect(here)

    def reload_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Draft and file side by side; what is ticked is taken over."""
        document = _draft(request, pk)
        rows = ImportItem.objects.select_related("batch", "source", "document")
        item = get_object_or_404(rows, pk=number, document=document)
        if not may_reload(item, by=request.user):
            raise Http404
        status, problem = 200, ""
        if request.method == "POST":
            try:
                load_file(
                    document=document,
                    item_id=item.pk,
                    names=request.POST.getlist("take"),
                    by=signed_in(request.user),
                    at=timezone.now(),
                )
            except ActRefused as error:
                status, problem = status_of(error), str(error)
            else:
                messages.success(request, "已载入新的文件，请核对后保存或提交审查。")
                return HttpResponseRedirect(_record(pk))
        found = shown(differences(document, item))
        taken = request.POST.getlist("take") if problem else [row.name for row in found]
        context = {
            "document": document,
            "item": item,
            "rows": found,
            "taken": taken,
            "problem": problem,
            "record": _record(pk),
        }
        return unkept_page(
            self,
            request,
            "admin/disclosure/document/reload.html",
            f"载入新文件：{document.title}",
            context,
            status=status,
        )


def _draft(request: HttpRequest, pk: int) -> Document:
    """The draft; for whoever may not edit it there is none."""
    document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
    if not may_edit(request.user, document):
        raise Http404
    return document


def _record(pk: int) -> str:
    return reverse("admin:disclosure_document_change", args=[pk])
