"""Files that are nobody else's, as downloads: never shown inline, never kept by a cache."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse


def download(stream: Any, *, name: str, media_type: str) -> FileResponse:
    """An open binary stream under a name; the response closes it."""
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    # A browser that opens it all the same runs nothing of it.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
