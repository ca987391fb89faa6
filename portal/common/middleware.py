"""What holds for every answer: whose it is, and what any view may run into."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

# Whoever waited too long, and whom the database chose out of a ring of those who waited.
_LOCK_NOT_AVAILABLE, _DEADLOCK_DETECTED = "55P03", "40P01"
_AGAIN_AFTER_SECONDS = "10"


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


class BusyMiddleware:
    """Says so, when others held for too long what an act needs: nothing of it was done.

    A person waits no longer than the database's `lock_timeout`, and no process of the web server
    stands still behind somebody else's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for it; anything else goes on its way."""
        if not is_busy(exception):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = _AGAIN_AFTER_SECONDS
        response["Cache-Control"] = "no-store"
        return response


def is_busy(exception: Exception) -> bool:
    """Whether the database gave up waiting for a lock; nothing was kept of what was begun."""
    code = getattr(exception.__cause__, "pgcode", "")
    busy = code in {_LOCK_NOT_AVAILABLE, _DEADLOCK_DETECTED}
    return isinstance(exception, OperationalError) and busy
