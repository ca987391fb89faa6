"""An attachment of what is public, read on its own page."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.models import Document, DocumentAttachment
from disclosure.presenters.previews import preview_of
from disclosure.views.readers import for_reader_only
from portal.files.models import FileReading


@require_safe
@for_reader_only
def preview(request: HttpRequest, pk: int, public_id: uuid.UUID) -> HttpResponse:
    """What the public copy of an attachment says; for whoever may read its document."""
    document = get_object_or_404(Document.objects.readable_by(request.user), pk=pk)
    rows = DocumentAttachment.objects.filter(document=document, is_source=False, is_figure=False)
    row = rows.select_related("file").filter(file__public_id=public_id).first()
    if row is None or not row.file.cleaned:
        raise Http404
    # Only what was read in the very copy that is given out.
    reading = FileReading.objects.filter(
        file=row.file, cleaned_sha256=row.file.cleaned_sha256
    ).first()
    context = {
        "document": document,
        "attachment": row,
        "preview": preview_of(reading.passages if reading else ()),
    }
    return render(request, "disclosure/attachment.html", context)
