"""Answers to what any view may run into."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_LOCK_NOT_AVAILABLE = "55P03"
_AGAIN_AFTER_SECONDS = "10"


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
    """Whether the database gave up waiting for a lock."""
    code = getattr(exception.__cause__, "pgcode", "")
    return isinstance(exception, OperationalError) and code == _LOCK_NOT_AVAILABLE
