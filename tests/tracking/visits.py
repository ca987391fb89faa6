"""Visits of a browser: requests that share one session, without a page behind them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from portal.accounts.models import User


def visit(session: SessionBase | None = None, *, user: User | None = None) -> HttpRequest:
    """A request of this session, of a new one unless one is given; of nobody by default."""
    request = RequestFactory().get("/")
    request.session = SessionStore() if session is None else session
    request.user = user or AnonymousUser()
    return request
