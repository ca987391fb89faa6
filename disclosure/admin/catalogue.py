"""One page for the catalogue of many drafts: set once, corrected one by one, submitted together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import action

from disclosure.choices import ATTACHED
from disclosure.forms.catalogue import CatalogueForm
from disclosure.imports.gist import gist
from disclosure.models import Document, DocumentAttachment
from disclosure.selectors import likely_themes
from disclosure.services.attached import abstract_for
from disclosure.services.catalogue import set_catalogue
from disclosure.workflow import EDITABLE
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import Blocked
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page

_MOST = 50
_IDS = "ids"


class CataloguePages(BackOfficeAdmin):
    """The button of the list, and the page it leads to; drafts of others are not on it."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.catalogue_view)
        return [path("catalogue/", page, name="disclosure_document_catalogue"), *super().get_urls()]

    @action(description="成批填写目录要素")
    def bulk_catalogue(self, request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
        del request
        chosen = documents.order_by("pk").values_list("pk", flat=True)
        return HttpResponseRedirect(catalogue_address(list(chosen)))

    def catalogue_view(self, request: HttpRequest) -> HttpResponse:
        """The drafts the address names; a refused one stays on the page with what was typed."""
        documents = self._named(request)
        if not documents:
            messages.error(request, "所选文件中没有您可以修改的草稿。")
            return HttpResponseRedirect(reverse("admin:disclosure_document_changelist"))
        form = _form_of(documents, request)
        status, refused = 200, []
        if request.method == "POST":
            status = 400
            if form.is_valid():
                refused = self._set(request, form)
                if not refused:
                    here = reverse("admin:disclosure_document_changelist")
                    return HttpResponseRedirect(here)
                # What went on to the review is no more to be written in.
                documents = [document for document, _ in refused]
                form, status = _form_of(documents, request), 409
        context = {"form": form, "documents": documents, "refused": refused}
        return unkept_page(
            self,
            request,
            "admin/disclosure/document/catalogue.html",
            "成批填写目录要素",
            context,
            status=status,
        )

    def _named(self, request: HttpRequest) -> list[Document]:
        given = request.GET.get(_IDS, "").split(",")[:_MOST]
        numbers = [int(each) for each in given if each.isascii() and each.isdecimal()]
        organs = organs_with_role(request.user, Role.CLERK)
        rows = Document.objects.filter(pk__in=numbers, organ_id__in=organs, status__in=EDITABLE)
        return list(rows.order_by("pk"))

    def _set(self, request: HttpRequest, form: CatalogueForm) -> list[tuple[Document, str]]:
        """Each in its own transaction; those refused, with the reason. What cannot be submitted
        yet is filled in all the same.
        """
        refused: list[tuple[Document, str]] = []
        filled, sent = 0, "submit" in request.POST
        for document in form.documents:
            given: dict[str, Any] = {
                **form.given(document),
                "by": signed_in(request.user),
                "at": timezone.now(),
            }
            try:
                set_catalogue(document=document, submits=sent, **given)
            except ActRefused as error:
                refused.append((document, str(error)))
                if sent and isinstance(error, Blocked):
                    set_catalogue(document=document, **given)
                    filled += 1
        if done := len(form.documents) - len(refused):
            word = "填写并提交审查" if sent else "填写"
            messages.success(request, f"已{word} {done} 件。")
        if filled:
            messages.warning(request, f"另有 {filled} 件已填写，还不能提交，原因见下面。")
        return refused


def _files_of(documents: Sequence[Document]) -> dict[int, list[DocumentAttachment]]:
    """The files of those documents that are led by them."""
    led = [each.pk for each in documents if each.kind in ATTACHED and not each.body.strip()]
    rows = DocumentAttachment.objects.filter(document__in=led, is_source=False, is_figure=False)
    found: dict[int, list[DocumentAttachment]] = {pk: [] for pk in led}
    for row in rows.select_related("file").order_by("document", "position"):
        found[row.document_id].append(row)
    return found


def _form_of(documents: list[Document], request: HttpRequest) -> CatalogueForm:
    """The form for these drafts, with what was typed."""
    files = _files_of(documents)
    proposed = [
        abstract_for(document, files[document.pk])
        if document.pk in files
        else gist(document.paragraphs())
        for document in documents
    ]
    return CatalogueForm(
        request.POST or None,
        documents=documents,
        proposed=proposed,
        files=files,
        likely=likely_themes(documents),
    )


def catalogue_address(numbers: list[int]) -> str:
    """The page for these drafts."""
    chosen = ",".join(str(number) for number in numbers[:_MOST])
    return f"{reverse('admin:disclosure_document_catalogue')}?{_IDS}={chosen}"
