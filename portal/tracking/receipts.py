"""The page with number and code after something was sent, printed or photographed by its party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from portal.tracking.codes import code_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def receipt_page(
    request: HttpRequest,
    case: Any,
    *,
    noun: str,
    door: str,
    done: str,
    template: str = "tracking/receipt.html",
    **more: Any,
) -> HttpResponse:
    """The receipt of a case; `noun` is what it is called, `door` and `done` name the addresses at
    which it is followed, by its number, and where to go on. For the session that sent it and
    nobody else (`grants.for_receipt`).
    """
    context = {
        "case": case,
        "code": code_from(getattr(case, "key_of_code", case.submission_key)),
        "noun": noun,
        "track_path": reverse(door, args=[case.number]),
        "done_url": reverse(done),
    }
    return render(request, template, {**context, **more})
