"""文书 that the applicant was sent, as they went out."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.papers.served import letter_to_party
from requests_app.models import InformationRequest
from requests_app.selectors import letters_to_applicant
from requests_app.views import limits
from requests_app.views.applicant import for_applicant


@require_safe
@for_applicant
def letter(
    request: HttpRequest, found: InformationRequest, public_id: uuid.UUID
) -> HttpResponse | FileResponse:
    """One letter as PDF; nothing of what has not left, nor of what others were sent."""
    letters = letters_to_applicant(found).select_related("request")
    return letter_to_party(request, found, letters, public_id, limit=limits.LETTERS)
