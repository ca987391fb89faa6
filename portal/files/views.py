"""Serving a file: to readers its cleaned copy, only when its owner lets this person read it; to
the staff who review it what was received.
"""

import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import BinaryIO, cast

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from portal.common.errors import ActRefused
from portal.files.formats.films import FILMS
from portal.files.models import StoredFile
from portal.files.ranges import Stretch, Unsatisfiable, asked_for
from portal.files.registry import may_read

_CHUNK = 64 * 1024


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


@require_safe
def play(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The published copy of a film or sound for a player on our own pages: whole, or the stretch
    that it asks for (206), so that one can skip and phones need not load everything.
    """
    films = StoredFile.objects.filter(public_id=public_id, kind__in=FILMS).exclude(cleaned="")
    stored = films.first()
    if stored is None or not may_read(stored, request.user):
        raise Http404
    size, etag = stored.cleaned_size, f'"{stored.cleaned_sha256}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    try:
        part = asked_for(asked, size)
    except Unsatisfiable:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    wanted = part or Stretch(0, size - 1)
    response = StreamingHttpResponse(
        _stretch_of(stored, wanted) if request.method == "GET" else (),
        status=HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK,
        content_type=stored.media_type,
    )
    if part:
        response["Content-Range"] = part.said_of(size)
    response["Content-Length"] = str(wanted.size)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache, private"
    return response


def _stretch_of(stored: StoredFile, wanted: Stretch) -> Iterator[bytes]:
    left = wanted.size
    with stored.cleaned.open("rb") as file:
        file.seek(wanted.first)
        while left and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


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
