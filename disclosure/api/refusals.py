"""What the interface says when it cannot answer: JSON in the shape of the library's, in words."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    AuthenticationFailed,
    MethodNotAllowed,
    NotAuthenticated,
    NotFound,
    ParseError,
    Throttled,
    UnsupportedMediaType,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler

from disclosure.api.errors import BadQuestion, OtherHistory
from disclosure.list_query import BadParameter

_WORDS: Final[dict[type[APIException], tuple[str, str]]] = {
    NotFound: ("not_found", "没有这一条，或者不在本系统的可读范围。"),
    MethodNotAllowed: ("wrong_method", "这个地址不接受这种请求，见接口说明。"),
    ParseError: ("bad_json", "请求的内容不是可以识别的 JSON。"),
    UnsupportedMediaType: ("bad_type", "请以 application/json 发送。"),
}


class Conflict(APIException):
    """What was asked contradicts what is on record."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error in one shape; what is no answer to the client is not handled here."""
    if isinstance(error, BadParameter):
        error = BadQuestion(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    code, message = _told(error, response)
    body: dict[str, Any] = {"code": code, "message": message}
    if isinstance(error, BadQuestion):
        body["parameter"] = error.parameter
    response.data = {"error": body}
    return response


def _told(error: Exception, response: Response) -> tuple[str, str]:
    if isinstance(error, BadQuestion | OtherHistory | Conflict):
        return error.default_code, str(error.detail)
    if isinstance(error, AuthenticationFailed | NotAuthenticated):
        return "no_token", str(error.detail)
    if isinstance(error, Throttled):
        seconds = response.headers.get("Retry-After", "60")
        return "throttled", f"请求过于频繁，请在{seconds}秒后再试。"
    if response.status_code == status.HTTP_404_NOT_FOUND:
        return _WORDS[NotFound]
    found = (words for kind, words in _WORDS.items() if isinstance(error, kind))
    return next(found, ("error", "请求无法处理。"))
