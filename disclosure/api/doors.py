"""What every address of the interface does: open to other sites, cheap to ask again, limited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from redis.exceptions import RedisError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from disclosure.api.errors import explain
from portal.audit.middleware import client_address

_METHODS = "GET, HEAD, OPTIONS"
_CONDITIONAL = ConditionalGetMiddleware(HttpResponse)

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Let pages of other sites read the answer (never with cookies), and answer 304 when equal.

    An answer may be kept, but is asked about each time: a withdrawal must show at once.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204, headers={"Allow": _METHODS})
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponse):
                render = getattr(response, "render", None)
                whole = render() if callable(render) else response
                whole.setdefault("Cache-Control", "public, no-cache")
                response = _CONDITIONAL.process_response(request, whole)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    return answer


class ByAddress(AnonRateThrottle):
    """So many questions a minute from one address; API_RATE empty means no limit."""

    def get_rate(self) -> str | None:
        return settings.API_RATE or None

    def get_ident(self, request: Request) -> str:
        return client_address(request._request)

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Without the shared counter nobody is refused: it protects, it does not serve."""
        try:
            return super().allow_request(request, view)
        except RedisError:
            return True


class AlwaysJson(BaseContentNegotiation):
    """Whatever a browser says it would rather have."""

    def select_parser(self, *_args: Any, **_kwargs: Any) -> Any:
        return None

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], *_args: Any
    ) -> tuple[BaseRenderer, str]:
        chosen = next(iter(renderers))
        return chosen, str(chosen.media_type)


class OpenView(APIView):
    """A read-only address for everyone; who asks makes no difference."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    throttle_classes = (ByAddress,)
    http_method_names = ["get", "head", "options"]

    def get_exception_handler(self) -> Any:
        return explain
