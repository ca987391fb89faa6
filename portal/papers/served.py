"""A letter as its party downloads it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from portal.common.errors import ActRefused
from portal.papers.printout import paper_of_letter
from portal.papers.sheets import letter_file
from portal.tracking.limits import Limit, within

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import FileResponse, HttpRequest, HttpResponse

    from portal.papers.letters import NumberedLetter

_TOO_OFTEN = "下载的次数太多，请一小时后再试。"


def letter_to_party(
    request: HttpRequest,
    case: Any,
    letters: QuerySet[NumberedLetter],
    public_id: uuid.UUID,
    *,
    limit: Limit,
) -> HttpResponse | FileResponse:
    """One of the `letters` of a case as PDF, as it went out; back to the case with the reason when
    it is asked for too often, or its words are gone. Raises Http404 for any other letter.
    """
    row = get_object_or_404(letters, public_id=public_id)
    if not within(limit):
        messages.error(request, _TOO_OFTEN)
        return redirect(case)
    try:
        paper = paper_of_letter(row)
    except ActRefused as error:
        messages.error(request, str(error))
        return redirect(case)
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
