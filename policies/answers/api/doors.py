"""Every address of the interface: whose token it is, how often it may ask, what it says when not.

An answer belongs to the scope of a token: nobody between here and the consumer keeps it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from disclosure.api.refusals import explain
from disclosure.api.systems import JsonAlone, ShallowJSONParser
from policies.answers.choices import Asked, Audience
from policies.answers.models import Consumer
from policies.answers.services.consumers import consumer_of, count
from portal.tracking.limits import Limit, WithoutCache, within

_MINUTE = 60
_UNSAID = "请在请求头 Authorization 里写 Bearer 和本系统的令牌。"
_UNKNOWN = "令牌不对，或者已经更换、停用。请向门户的系统管理员索取。"


class ByToken(BaseAuthentication):
    """The consumer whose token came in the header; never one in an address, which logs keep."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Consumer] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        consumer = consumer_of(words[1].decode("latin-1")) if len(words) == 2 else None
        if consumer is None:
            raise AuthenticationFailed(_UNKNOWN)
        return AnonymousUser(), consumer

    def authenticate_header(self, request: Request) -> str:
        del request
        return 'Bearer realm="answers"'


class ByTokenScheme(OpenApiAuthenticationExtension):
    """How the description of the interface tells of it."""

    target_class = ByToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        del auto_schema
        return {"type": "http", "scheme": "bearer"}


class IsConsumer(BasePermission):
    """Nobody without a token."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        del view
        if not isinstance(request.auth, Consumer):
            raise NotAuthenticated(_UNSAID)
        return True


class ByConsumer(BaseThrottle):
    """So many questions a minute of one consumer, as its row says. Without the shared counter
    nobody is refused: a caller waits on the line.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        del view
        if not isinstance(request.auth, Consumer):
            return True
        rate = Limit("answers.api", request.auth.rate, _MINUTE, WithoutCache.OPEN)
        return within(rate, request.auth.code)

    def wait(self) -> float:
        return float(_MINUTE)


class ConsumerView(APIView):
    """An address that reads for one consumer; `asked` is what its usage counts a call as."""

    asked: ClassVar[Asked | None] = None
    authentication_classes = (ByToken,)
    permission_classes = (IsConsumer,)
    throttle_classes = (ByConsumer,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (ShallowJSONParser,)
    content_negotiation_class = JsonAlone
    metadata_class = None
    http_method_names = ["get", "head"]

    def get_exception_handler(self) -> Any:
        return explain

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.asked is not None:
            count(self.consumer, self.asked, at=timezone.now())

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().finalize_response(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    @property
    def consumer(self) -> Consumer:
        """Whose question it is."""
        if not isinstance(self.request.auth, Consumer):
            raise NotAuthenticated(_UNSAID)
        return self.request.auth

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """What it may read."""
        return Audience(self.consumer.scope).reads
