"""Sealed files as downloads: never shown inline, never kept by a cache."""

from __future__ import annotations

from django.http import FileResponse

from requests_app.models import AnswerFile


def answer_file_response(row: AnswerFile) -> FileResponse:
    """What an answer hands over, unsealed as it is sent."""
    response = FileResponse(
        row.file.storage.open(str(row.file.name)),
        as_attachment=True,
        filename=f"{row.title}.{row.extension.lstrip('.')}",
        content_type=row.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
