"""What the public is answered where one press of a button, or one look, is refused."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render

from portal.acts.refusals import problems_of, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def refused_page(request: HttpRequest, error: Exception, *, back: str) -> HttpResponse:
    """Why an act was refused, with 403 or 409, and the way `back`."""
    return _page(request, problems_of(error), back, status_of(error))


def not_now_page(request: HttpRequest, reason: str, *, back: str) -> HttpResponse:
    """The same before anything is asked for: where the case stands, nobody may."""
    return _page(request, [reason], back, HTTPStatus.CONFLICT)


def too_often_page(request: HttpRequest, words: str, *, back: str) -> HttpResponse:
    """That it was asked for too often from this address."""
    return _page(request, [words], back, HTTPStatus.TOO_MANY_REQUESTS)


def _page(request: HttpRequest, problems: list[str], back: str, status: int) -> HttpResponse:
    context = {"problems": problems, "back": back}
    response = render(request, "tracking/refused.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
