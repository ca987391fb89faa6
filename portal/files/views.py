"""Serving a file: to readers its cleaned copy, only when its owner lets this person read it; to
the staff who review it what was received.
"""

import uuid
from collections.abc import Callable
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.common.errors import ActRefused
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


def as_received(stored: StoredFile) -> FileResponse:
    """The bytes that were uploaded, to be kept and never shown inline."""
    response = FileResponse(
        stored.received.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def picture_taken(
    request: HttpRequest, keep: Callable[[BinaryIO, str], StoredFile]
) -> JsonResponse:
    """What the editor is answered: the name of the kept picture, or why it was not taken."""
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"problem": "请选择图片文件。"}, status=400)
    try:
        stored = keep(cast("BinaryIO", given), given.name or "图片")
    except ActRefused as error:
        return JsonResponse({"problem": str(error)}, status=400)
    return JsonResponse({"file": str(stored.public_id)})
