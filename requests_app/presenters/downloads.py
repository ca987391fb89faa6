"""Sealed files as downloads: never shown inline, never kept by a cache."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse

from requests_app.models import AnswerFile


def download(stream: Any, *, name: str, media_type: str) -> FileResponse:
    """An open binary stream under a name; the response closes it."""
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def answer_file_response(row: AnswerFile) -> FileResponse:
    """What an answer hands over, unsealed as it is sent."""
    name = f"{row.title}.{row.extension.lstrip('.')}"
    stream = row.file.storage.open(str(row.file.name))
    return download(stream, name=name, media_type=row.media_type)
