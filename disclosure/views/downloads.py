"""文字版 and 图片版 of public documents, and the page that offers them for every 规章."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.models import Document
from disclosure.presenters.sheets import sheet_of
from disclosure.views.readers import for_reader_only
from portal.papers.typesetting.shelf import kept

MEDIA_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME: Final = 80


@require_safe
@for_reader_only
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The document as a file. The row is asked each time: withdrawal closes this door at once."""
    document = get_object_or_404(selectors.reading_page(request.user), pk=pk)
    sheet = sheet_of(document)
    etag = f'"{sheet.fingerprint}-{kind}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = kept(sheet, kind, folder=Path(settings.MEDIA_ROOT) / "set")
        response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
        name = _NOT_IN_NAMES.sub("_", sheet.title)[:_LONGEST_NAME]
        disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
        response["Content-Disposition"] = disposition or "attachment"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """规章库: every rule in force with its note and both downloads (国办公开办函〔2021〕33号)."""
    found = Document.objects.public().in_force().filter(is_rule=True).defer("body", "text")
    documents = found.order_by("-signed_on", "-pk")
    return render(request, "disclosure/rules.html", {"documents": documents})
