"""A letter as its party downloads it, and a sheet as anybody does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.common.errors import ActRefused
from portal.papers.printout import paper_of_letter
from portal.papers.sheets import letter_file
from portal.papers.typesetting.shelf import kept
from portal.tracking.limits import Limit, within
from portal.tracking.refusals import refused_page, too_often_page

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import FileResponse, HttpRequest

    from portal.papers.letters import NumberedLetter
    from portal.papers.typesetting import Sheet

_TOO_OFTEN = "下载的次数太多，请一小时后再试。"


def sheet_as_pdf(sheet: Sheet, *, name: str) -> HttpResponse:
    """The pages of a sheet, set once. Whether it may be read is asked each time."""
    content = kept(sheet, "pdf", folder=Path(settings.MEDIA_ROOT) / "set")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


def letter_to_party(
    request: HttpRequest,
    case: Any,
    letters: QuerySet[NumberedLetter],
    public_id: uuid.UUID,
    *,
    limit: Limit,
) -> HttpResponse | FileResponse:
    """One of the `letters` of a case as PDF, as it went out; the reason and the way back to the
    case when it is asked for too often, or its words are gone. Raises Http404 for any other letter.
    """
    row = get_object_or_404(letters, public_id=public_id)
    if not within(limit):
        return too_often_page(request, _TOO_OFTEN, back=case.get_absolute_url())
    try:
        paper = paper_of_letter(row)
    except ActRefused as error:
        return refused_page(request, error, back=case.get_absolute_url())
    return letter_file(paper, "pdf", number=case.number, at=timezone.localtime(row.at))


def letters_to_party(
    letters: Callable[[Any], QuerySet[Any]], *, limit: Limit
) -> Callable[..., HttpResponse | FileResponse]:
    """The view of one of a case's `letters`, for its party's pages."""

    def letter(
        request: HttpRequest, found: Any, public_id: uuid.UUID
    ) -> HttpResponse | FileResponse:
        return letter_to_party(request, found, letters(found), public_id, limit=limit)

    return letter
