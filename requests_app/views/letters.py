"""文书 that the applicant was sent, as they went out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.common.errors import ActRefused
from portal.papers.printout import paper_of_letter
from portal.papers.sheets import letter_file
from portal.tracking.limits import within
from requests_app.models import InformationRequest
from requests_app.selectors import letters_to_applicant
from requests_app.views import limits
from requests_app.views.applicant import for_applicant

_TOO_OFTEN = "下载的次数太多，请一小时后再试。"


@require_safe
@for_applicant
def letter(
    request: HttpRequest, found: InformationRequest, public_id: uuid.UUID
) -> HttpResponse | FileResponse:
    """One letter as PDF; nothing of what has not left, nor of what others were sent."""
    row = get_object_or_404(letters_to_applicant(found), public_id=public_id)
    if not within(limits.LETTERS):
        messages.error(request, _TOO_OFTEN)
        return redirect("requests:case", number=found.number)
    row.request = found
    try:
        paper = paper_of_letter(row)
    except ActRefused as error:
        messages.error(request, str(error))
        return redirect("requests:case", number=found.number)
    return letter_file(paper, "pdf", number=found.number, at=timezone.localtime(row.at))
