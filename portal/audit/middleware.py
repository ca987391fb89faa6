"""Tells the audit trail where each request comes from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.audit.context import origin


class AuditContextMiddleware:
    """Runs each view with its client's address as the origin of whatever it records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin(address=request.META.get("REMOTE_ADDR", ""), channel="网页"):
            return self.get_response(request)
