"""A browser without an account: a random number of its own in a cookie, and nothing about anybody.

It holds as long as a draft does, and neither names nor follows the reader: it is set only when
there is something to keep, and is read only where a form is drawn.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.drafts.marks import KEPT_DAYS
from portal.vault.keys import blind_index

COOKIE = "kept"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
_NEW, _LEFT = "_kept_browser", "_kept_browser_left"


def known_browser(request: HttpRequest) -> str:
    """The keyed hash of the browser that asks; blank for one that has kept nothing."""
    number = getattr(request, _NEW, "") or request.COOKIES.get(COOKIE, "")
    return _index(number) if _SHAPE.fullmatch(number) else ""


def browser(request: HttpRequest) -> str:
    """The same, with a number for one that has none yet; its days begin anew."""
    number = getattr(request, _NEW, "") or request.COOKIES.get(COOKIE, "")
    if not _SHAPE.fullmatch(number):
        number = secrets.token_urlsafe(32)
    setattr(request, _NEW, number)
    return _index(number)


def leave(request: HttpRequest) -> None:
    """The browser is to forget its number: the next one at this computer finds nothing."""
    setattr(request, _LEFT, True)


def answer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the answer the cookie that the request has called for."""
    if getattr(request, _LEFT, False):
        response.delete_cookie(COOKIE, samesite="Lax")
    elif number := getattr(request, _NEW, ""):
        response.set_cookie(
            COOKIE,
            number,
            max_age=KEPT_DAYS * 24 * 60 * 60,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _index(number: str) -> str:
    return blind_index(number, purpose="kept browser")
