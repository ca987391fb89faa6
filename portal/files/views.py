"""Serving a file: only its cleaned copy, only when its owner lets this person read it."""

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.files.models import StoredFile
from portal.files.registry import may_read


@require_safe
def download(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """Send the published copy as a download; nothing is ever shown inline or guessed."""
    stored = StoredFile.objects.filter(public_id=public_id).exclude(cleaned="").first()
    if stored is None or not may_read(stored, request.user):
        raise Http404
    response = FileResponse(
        stored.cleaned.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache, private"
    return response
