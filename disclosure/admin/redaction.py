"""遮盖 on the page picture of an attachment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.forms.redaction import ROWS, SIDES, RedactionForm, boxes_in
from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_edit
from disclosure.services.redaction import redact_attachment
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.files.redacting import Found, found_in, page_sight
from portal.files.redaction import Mark, Sight

_LABELS = ("左", "上", "右", "下")
PAGED = frozenset({"pdf", "png", "jpeg"})
REDACTABLE = PAGED | {"docx", "xlsx"}


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
        """Mark and take out; a refusal keeps what was marked and typed, and says why."""
        attachment = _attachment(request, pk, number)
        page = _page(request)
        try:
            found = found_in(attachment.file)
            seen = page_sight(attachment.file, page) if attachment.file.kind in PAGED else None
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(_record(pk))
        form = RedactionForm(request.POST or None, choices=[(f.key, _wording(f)) for f in found])
        rows: list[tuple[str, ...]] = []
        status = 200
        if request.method == "POST":
            status = 400
            marks, rows, problem = _marks(request, form, found, seen, page)
            if not problem:
                try:
                    redact_attachment(
                        attachment=attachment,
                        marks=marks,
                        by=signed_in(request.user),
                        at=timezone.now(),
                    )
                except ActRefused as error:
                    problem, status = str(error), 409
                else:
                    messages.success(request, "已遮盖并核验，公开副本正在重新生成。")
                    here = reverse("admin:disclosure_document_redact", args=[pk, number])
                    return HttpResponseRedirect(f"{here}?page={page}")
            messages.error(request, problem)
        empty = [("",) * len(SIDES)] * max(ROWS - len(rows), 1)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": f"遮盖：{attachment.title}",
            "attachment": attachment,
            "form": form,
            "seen": seen,
            "page": page,
            "pages": range(1, seen.pages + 1) if seen else (),
            "rows": [list(zip(SIDES, _LABELS, row, strict=True)) for row in [*rows, *empty]],
            "record": _record(attachment.document_id),
            "done": attachment.file.redactions.all(),
        }
        response = TemplateResponse(
            request, "admin/disclosure/document/redact.html", context, status=status
        )
        response["Cache-Control"] = "no-store, private"
        return response

    def sight_view(self, request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
        """The picture of one page as it is now."""
        attachment = _attachment(request, pk, number)
        try:
            seen = page_sight(attachment.file, page)
        except ActRefused as error:
            raise Http404 from error
        response = HttpResponse(seen.png, content_type="image/png")
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store, private"
        return response


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


def _page(request: HttpRequest) -> int:
    value = request.GET.get("page", "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _record(pk: int) -> str:
    return reverse("admin:disclosure_document_change", args=[pk])


def _wording(found: Found) -> str:
    return "　".join(part for part in (found.where, found.label, found.shown) if part)


def _marks(
    request: HttpRequest,
    form: RedactionForm,
    found: list[Found],
    seen: Sight | None,
    page: int,
) -> tuple[list[Mark], list[tuple[str, ...]], str]:
    """What was marked, the rows of boxes as typed, and what is wrong with them."""
    marks: list[Mark] = []
    rows: list[tuple[str, ...]] = []
    if seen is not None:
        marks, rows, problem = boxes_in(
            request.POST, page=page, width=seen.width, height=seen.height
        )
        if problem:
            return [], rows, problem
    if not form.is_valid():
        return [], rows, str(next(iter(form.errors.values()))[0])
    chosen = [item for item in found if item.key in form.cleaned_data["items"]]
    # A cover is lifted by its box: its words may stand elsewhere by right.
    marks += [
        Mark(item.page, item.box) if item.box and item.page else Mark(words=item.words)
        for item in chosen
    ]
    marks += [Mark(words=words) for words in form.words_given()]
    return marks, rows, "" if marks else "请先勾选、标出或填写要遮盖的内容。"
