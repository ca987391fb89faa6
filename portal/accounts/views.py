"""Pages of accounts beyond allauth's own."""

from __future__ import annotations

from typing import Any, cast

from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portal.accounts.adapters import attempted_username, client_address
from portal.accounts.models import User
from portal.accounts.presenters import session_row
from portal.accounts.selectors import live_sessions, locked_until
from portal.accounts.services.sessions import end_sessions


@never_cache
def locked_out(
    request: HttpRequest,
    _original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer of axes to someone who failed too often: says when to try again."""
    now = timezone.now()
    until = locked_until(
        username=attempted_username(request, credentials),
        address=client_address(request),
        at=now,
    )
    seconds = max(1, round((until - now).total_seconds()))
    response = render(request, "account/locked_out.html", {"until": until}, status=429)
    response["Retry-After"] = str(seconds)
    return response


class SessionListView(ListUserSessionsView):
    """A person's sessions, read in one query; ends one of them or all the others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The parent's own list opens every session one by one.
        context = super(ListUserSessionsView, self).get_context_data(**kwargs)
        live = live_sessions(cast(User, self.request.user), at=timezone.now())
        sessions = [session_row(session) for session in live]
        return context | {"sessions": sessions, "session_count": len(sessions)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("session", "")
        if not chosen.isdecimal():
            return super().post(request, *args, **kwargs)
        now, user = timezone.now(), cast(User, request.user)
        sessions = [
            session
            for session in live_sessions(user, at=now).filter(pk=chosen)
            if not session.is_current()
        ]
        end_sessions(sessions=sessions, by=user, at=now)
        return redirect("usersessions_list")
