"""Tells the audit trail where each request comes from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.audit.context import origin


class AuditContextMiddleware:
    """Runs each view with its client's address as the origin of whatever it records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin(address=client_address(request), channel="网页"):
            return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the one the outermost trusted proxy saw, else the peer's own.

    Every proxy appends the address it saw to X-Forwarded-For, so with n trusted proxies the
    n-th entry from the right is the last that nobody outside could write.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(hops) >= trusted and hops[-trusted]:
        return hops[-trusted][:64]
    return str(request.META.get("REMOTE_ADDR", ""))
