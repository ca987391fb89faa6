"""What the interface says when it cannot answer: always JSON, always in Chinese."""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, MethodNotAllowed, NotFound, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from disclosure.list_query import BadParameter


class BadQuestion(APIException):
    """How the interface tells of a BadParameter."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_parameter"

    def __init__(self, problem: BadParameter) -> None:
        self.parameter = problem.parameter
        super().__init__(str(problem))


class OtherHistory(APIException):
    """The cursor counts the transactions of another database; the client must start again."""

    status_code = status.HTTP_410_GONE
    default_code = "cursor_gone"
    default_detail = "数据库已更换或恢复，此前的游标不再有效，请不带 since 从头同步。"


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Put every error into one shape; what is not an answer to the client is not handled here."""
    if isinstance(error, BadParameter):
        error = BadQuestion(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    code, message = "error", "请求无法处理。"
    if isinstance(error, BadQuestion | OtherHistory):
        code, message = error.default_code, str(error.detail)
    elif isinstance(error, MethodNotAllowed):
        code, message = "read_only", "本接口只供读取，只接受 GET 请求。"
    elif isinstance(error, Throttled):
        seconds = response.headers.get("Retry-After", "60")
        code, message = "throttled", f"请求过于频繁，请在{seconds}秒后再试。"
    elif response.status_code == NotFound.status_code:
        code, message = "not_found", "没有这份文件，或者它没有公开。"
    body: dict[str, Any] = {"code": code, "message": message}
    if isinstance(error, BadQuestion):
        body["parameter"] = error.parameter
    response.data = {"error": body}
    return response
