"""Files for the eyes of staff: given as received, and pictures taken for the editor of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from django.http import FileResponse, HttpRequest, JsonResponse

from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.files.models import StoredFile


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
