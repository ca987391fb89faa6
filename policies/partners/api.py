"""Every address to which a system sends work: signed as Standard Webhooks, answered once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http.request import RawPostDataException
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from disclosure.api.doors import ByAddress
from disclosure.api.errors import BadQuestion
from disclosure.api.refusals import Conflict, explain
from disclosure.api.systems import JsonAlone, ShallowJSONParser
from disclosure.list_query import BadParameter
from policies.partners.models import LONGEST_CALL, Partner
from policies.partners.services import Answer, Call, answer_once, sender_of
from portal.common.errors import ActRefused
from portal.common.typed import straight, visible
from portal.notifications.channels.signatures import (
    STANDARD_ID,
    STANDARD_SIGNATURE,
    STANDARD_TIMESTAMP,
    Signed,
)

# Before a signature is looked at nothing longer is read.
_LONGEST_BODY = 2 * 1024 * 1024
_UNSIGNED = (
    "请按 Standard Webhooks 签名：请求头 webhook-id、webhook-timestamp、webhook-signature，"
    "时间与本门户相差不超过五分钟。系统的代码、密钥由门户的系统管理员登记和签发。"
)


class ReferenceField(serializers.CharField):
    """Their own number of something: as it is read. The same number means the same thing,
    so that one with characters that nobody sees is refused and not mended.
    """

    def run_validation(self, data: Any = serializers.empty) -> Any:
        given = super().run_validation(data)
        if isinstance(given, str) and straight(visible(given)) != given:
            self.fail("invalid")
        return given


class TooLong(APIException):
    """More than one request may hold."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_long"
    default_detail = "一次请求最多 2MB，请分几次送来。"


class BySignature(BaseAuthentication):
    """The system that signed the request; one that nobody signed is nobody's."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Partner]:
        plain = request._request
        if int(plain.headers.get("Content-Length") or 0) > _LONGEST_BODY:
            raise TooLong
        call = call_of(request)
        partner = sender_of(call, at=timezone.now()) if call.signed.call else None
        if partner is None:
            raise AuthenticationFailed(_UNSIGNED)
        return AnonymousUser(), partner

    def authenticate_header(self, request: Request) -> str:
        del request
        return 'Signature realm="partners"'


class BySignatureScheme(OpenApiAuthenticationExtension):
    """How the description of the interface tells of it."""

    target_class = BySignature
    name = "signature"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        del auto_schema
        return {"type": "apiKey", "in": "header", "name": STANDARD_SIGNATURE}


class IsPartner(BasePermission):
    """Nobody who did not sign."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        del view
        return isinstance(request.auth, Partner)


def call_of(request: Request) -> Call:
    """The request as it came, for its signature."""
    plain = request._request
    named = plain.headers.get(STANDARD_ID, "")
    written = plain.headers.get(STANDARD_TIMESTAMP, "")
    match = plain.resolver_match
    try:
        body = plain.body
    except RawPostDataException:  # a form was read already: nothing that a system signs
        body = b""
    return Call(
        code=str(match.kwargs["code"]) if match else "",
        path=plain.path,
        signed=Signed(
            named if len(named) <= LONGEST_CALL and named.isprintable() else "",
            int(written) if written.isascii() and written.isdigit() and len(written) < 12 else 0,
            plain.headers.get(STANDARD_SIGNATURE, ""),
        ),
        body=body,
    )


class SignedView(APIView):
    """An address at which a system asks; `take` answers what the JSON of its request gives."""

    authentication_classes = (BySignature,)
    permission_classes = (IsPartner,)
    throttle_classes = (ByAddress,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (ShallowJSONParser,)
    content_negotiation_class = JsonAlone
    metadata_class = None
    http_method_names = ["post"]

    def get_exception_handler(self) -> Any:
        return explain

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().finalize_response(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    @property
    def partner(self) -> Partner:
        """Who sent it."""
        if not isinstance(self.request.auth, Partner):
            raise NotAuthenticated(_UNSIGNED)
        return self.request.auth

    def post(self, request: Request, code: str) -> Response:
        """The answer, or in words why there is none."""
        del code
        given = request.data
        if not isinstance(given, dict):
            raise BadQuestion(BadParameter("body", "请求的内容应为一个 JSON 对象，见接口说明。"))
        try:
            answer = self.answered(request, given)
        except ActRefused as error:
            raise Conflict(str(error)) from error
        return Response(dict(answer.body), status=answer.status)

    def answered(self, request: Request, given: dict[str, Any]) -> Answer:
        """As `take` answers it."""
        del request
        return self.take(given)

    def take(self, given: dict[str, Any]) -> Answer:
        """What this address does with it. Raises BadQuestion or ActRefused, in words."""
        raise NotImplementedError


class SignedAct(SignedView):
    """An address that changes something: once for a request, which sent again is answered the same;
    its answer is remembered and holds nothing personal.
    """

    def answered(self, request: Request, given: dict[str, Any]) -> Answer:
        """In one transaction."""
        now = timezone.now()
        return answer_once(call_of(request), self.partner, lambda: self.take(given), at=now)
