"""What must be put in order before a signed-in person goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.permissions import is_staff_member, second_factor_required

# Pages on which the duty itself is done, and the way out.
_OPEN_PAGES = frozenset(
    {
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
    }
)


class _DutyMiddleware:
    """Sends a person to the page where a duty is done, from every page but the open ones."""

    page: str
    message: str

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let the request pass, or answer it with the way to the page."""
        match = request.resolver_match
        if match is None or match.view_name in _OPEN_PAGES:
            return None
        # A reader without a session cookie is nobody; asking the session would mark the page
        # as varying by cookie and spoil shared caches.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = request.user
        if not user.is_authenticated or not self.is_due(user):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=403, headers={"HX-Redirect": reverse(self.page)})
        messages.warning(request, self.message)
        return redirect(self.page)

    def is_due(self, user: User) -> bool:
        """Whether this person has the duty."""
        raise NotImplementedError


class PasswordAgeMiddleware(_DutyMiddleware):
    """Staff change a password that is too old, or that someone else chose."""

    page = "account_change_password"
    message = "您的密码已到更换期限，请先设置新密码。"

    def is_due(self, user: User) -> bool:
        if not user.password or not user.has_usable_password() or not is_staff_member(user):
            return False
        oldest = timezone.now() - dt.timedelta(days=settings.STAFF_PASSWORD_MAX_DAYS)
        return user.password_changed_at is None or user.password_changed_at < oldest


class SecondFactorRequiredMiddleware(_DutyMiddleware):
    """Members of an organ that requires a second factor set one up first."""

    page = "mfa_activate_totp"
    message = "您任职的机关要求两步验证，请先完成设置。"

    def is_due(self, user: User) -> bool:
        return second_factor_required(user) and not is_mfa_enabled(user, [Authenticator.Type.TOTP])
