"""What an answer hands over, as a download."""

from __future__ import annotations

from django.http import FileResponse

from portal.common.downloads import download
from requests_app.models import AnswerFile, PreparedFile


def answer_file_response(row: AnswerFile | PreparedFile) -> FileResponse:
    """What an answer hands over, or is to, unsealed as it is sent."""
    name = f"{row.title}.{row.extension.lstrip('.')}"
    stream = row.file.storage.open(str(row.file.name))
    return download(stream, name=name, media_type=row.media_type)
