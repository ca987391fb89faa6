"""Public pages from their copies; everything else belongs to one reader.

By construction no reader meets another's page: what makes a copy is a request that bears nothing
but what the copy's key is made of.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from portal.pages.copies import Copy, copies
from portal.pages.followed import has_followed
from portal.pages.models import PageChange
from portal.pages.querysets import Cursor
from portal.pages.reads import Reads
from portal.pages.registry import Page, choices, page_of
from portal.pages.release import current_release
from portal.pages.validators import (
    SHARED,
    address_key,
    entity_tag,
    is_current,
    last_modified,
    normal_query,
)

# Whoever brings one of these is somebody, or was just told something.
_OF_ONE: Final = ("messages",)
_READ: Final = frozenset({"GET", "HEAD"})
# Of the server, not of the reader.
_SERVERS: Final = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "PATH_INFO")
_OF_ANSWER: Final = frozenset({"date", "server", "connection", "set-cookie"})

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]


class _Asked(NamedTuple):
    """A request for a shared page, reduced to what the page depends on."""

    page: Page
    query: str
    cookies: dict[str, str]
    key: str


class PageCopiesMiddleware:
    """Answers 304 where the reader holds the page, else from a copy, else has it made and kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = _asked(request) if settings.PAGE_COPIES else None
        if asked is None:
            return _belonging(self.get_response(request))
        return self._shared(cast("WSGIRequest", request), asked)

    def _shared(self, request: WSGIRequest, asked: _Asked) -> HttpResponseBase:
        today, release = timezone.localdate(), current_release()
        page = asked.page
        cursor = _cursor_of(page)
        if cursor is None:
            return _belonging(self.get_response(request))
        state = f"{today:%Y%m%d}/{cursor.mark}"
        midnight = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
        modified = last_modified(
            [cursor.changed_at, midnight, release.written_at],
            seen_at=cursor.seen_at,
            is_settled=cursor.is_settled,
        )
        tag = entity_tag(asked.key, state)
        if is_current(request.headers, tag=tag, modified=modified):
            return _marked(HttpResponse(status=304), tag, modified)
        copy = copies.find(asked.key, state)
        if copy is None:
            if page.searches and not has_followed():
                return _belonging(self.get_response(request))
            reads = Reads()
            with connection.execute_wrapper(reads):
                answer = self.get_response(_reduced(request, asked))
            if answer.cookies:
                # It is about this reader after all.
                return _belonging(self.get_response(request))
            if undeclared := reads.tables - {*page.tables}:
                logger.error("%s reads what it does not declare: %s", request.path, undeclared)
                return _belonging(answer)
            if not _is_shareable(answer):
                return _belonging(answer)
            copy = _copy_of(answer, state)
            copies.keep(asked.key, copy)
        return _marked(_answer_of(copy, request.method or ""), tag, modified)


def _cursor_of(page: Page) -> Cursor | None:
    """Where the tables of a page stand; None where that cannot be told.

    The one question is itself the test whether the connection still lives: where it does not, the
    page is made on a new one.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return PageChange.objects.cursor_of(page.tables, page.moments, timezone.now())
    except (DatabaseError, InterfaceError):
        if not connection.in_atomic_block:
            connection.close()
        return None


def _asked(request: HttpRequest) -> _Asked | None:
    """What is asked for, where it may be shared at all."""
    if request.method not in _READ or not isinstance(request, WSGIRequest):
        return None
    cookies = request.COOKIES
    of_one = (settings.SESSION_COOKIE_NAME, *_OF_ONE)
    if any(name in cookies for name in of_one) or "HTTP_AUTHORIZATION" in request.META:
        return None
    page = page_of(_name_of(request.path_info))
    query = normal_query(request.META.get("QUERY_STRING", ""))
    if page is None or query is None or any(request.GET.get(name) for name in page.apart):
        return None
    chosen = choices(cookies)
    key = address_key(
        release=current_release().fingerprint,
        origin=f"{request.scheme}://{request.get_host()}",
        path=f"{request.path}?{query}",
        choices=chosen,
    )
    return _Asked(page, query, chosen, key)


@lru_cache(maxsize=4096)
def _name_of(path: str) -> str:
    """The name of an address, or nothing."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _reduced(request: WSGIRequest, asked: _Asked) -> WSGIRequest:
    """The same question from nobody: with what stands in the key of the copy, and no more."""
    environ: dict[str, Any] = {
        name: value
        for name, value in request.environ.items()
        if name.startswith("wsgi.") or name in _SERVERS
    }
    environ |= {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": asked.query,
        "HTTP_HOST": request.get_host(),
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in asked.cookies.items()),
        "REMOTE_ADDR": "",
        "wsgi.input": io.BytesIO(),
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, _ = settings.SECURE_PROXY_SSL_HEADER
        if name in request.META:
            environ[name] = request.META[name]
    return WSGIRequest(environ)


def _is_shareable(answer: HttpResponseBase) -> bool:
    """Whether it is a whole page that forbids nothing."""
    forbids = {"no-store", "private"} & set(answer.get("Cache-Control", "").split(", "))
    return isinstance(answer, HttpResponse) and answer.status_code == 200 and not forbids


def _copy_of(answer: HttpResponseBase, state: str) -> Copy:
    headers = tuple(pair for pair in answer.items() if pair[0].lower() not in _OF_ANSWER)
    return Copy(state, headers, cast("HttpResponse", answer).content)


def _answer_of(copy: Copy, method: str) -> HttpResponse:
    response = HttpResponse(copy.body if method == "GET" else b"")
    for name, value in copy.headers:
        response[name] = value
    return response


def _marked(response: HttpResponse, tag: str, modified: str | None) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = SHARED
    if modified is not None:
        response["Last-Modified"] = modified
    # Of two readers each sees the page by their own choices, and one with a session their own.
    patch_vary_headers(response, ["Cookie"])
    return response


def _belonging(response: HttpResponseBase) -> HttpResponseBase:
    """A page that nobody named as shared is one reader's; a form with its token is kept nowhere."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return response
    if settings.CSRF_COOKIE_NAME in response.cookies:
        patch_cache_control(response, private=True, no_store=True)
    elif "Cache-Control" not in response:
        patch_cache_control(response, private=True, no_cache=True)
    return response
