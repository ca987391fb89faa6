"""What belongs to one reader is kept by nobody in between, nor by their browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class PrivateAnswersMiddleware:
    """Forbids storing every answer for which a session was asked: on a shared computer the Back
    button shows it no more. What asks no session is the same for everybody, and may be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_bound(request):
            response.headers.pop("ETag", None)
            patch_cache_control(response, private=True, no_store=True)
        return response


def _is_bound(request: HttpRequest) -> bool:
    """Whether the answer follows from a session that exists, or begins one."""
    session = request.session
    exists = settings.SESSION_COOKIE_NAME in request.COOKIES
    return (session.accessed and exists) or (session.modified and not session.is_empty())
