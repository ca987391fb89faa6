"""Hooks of Django, allauth and axes. Each only finds out who is meant and calls a service."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.utils import filter_users_by_username
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.services import own_addresses, second_factor, sessions
from portal.accounts.services.own_addresses import AddressChange
from portal.accounts.services.second_factor import SecondFactorChange


def find_user(username: object) -> User | None:
    """The account a typed name means, as the sign-in form would find it."""
    if not isinstance(username, str) or not username:
        return None
    found = filter_users_by_username(username).first()
    return found if isinstance(found, User) else None


def on_signed_in(user: User, **_kwargs: Any) -> None:
    sessions.record_sign_in(user=user, at=timezone.now())


def on_signed_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        sessions.record_sign_out(user=user, at=timezone.now())


def on_sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    sessions.record_failed_sign_in(
        user=find_user(credentials.get("username")),
        while_locked=request is not None and _was_locked_before(request),
        at=timezone.now(),
    )


def on_locked_out(request: HttpRequest, username: str | None, **_kwargs: Any) -> None:
    # axes repeats the signal for every attempt while the lock lasts; one entry tells of it.
    if not _was_locked_before(request):
        sessions.record_lockout(user=find_user(username), at=timezone.now())


def _was_locked_before(request: HttpRequest) -> bool:
    """Whether axes refused this attempt unseen, rather than counting it as a failure."""
    locked = getattr(request, "axes_locked_out", False)
    return locked and getattr(request, "axes_failures_since_start", None) is None


def on_second_factor(change: SecondFactorChange) -> Any:
    """A receiver that records this change of a person's second factor."""

    def receive(user: User, authenticator: Any, **_kwargs: Any) -> None:
        second_factor.record_second_factor(
            user=user, change=change, kind=authenticator.type, at=timezone.now()
        )

    return receive


def on_own_address(change: AddressChange) -> Any:
    """A receiver that records this change of a person's own addresses."""

    def receive(email_address: Any, **_kwargs: Any) -> None:
        _note_own_address(email_address.user, change, email_address.email)

    return receive


def on_main_address(from_email_address: Any, to_email_address: Any, **_kwargs: Any) -> None:
    old = from_email_address.email if from_email_address else ""
    _note_own_address(to_email_address.user, AddressChange.CHANGED, to_email_address.email, old=old)


def _note_own_address(user: User, change: AddressChange, address: str, old: str = "") -> None:
    own_addresses.record_own_address(
        user=user, change=change, address=address, old=old, at=timezone.now()
    )


def connect() -> None:
    """Connect every hook, once, when the apps are ready."""
    user_logged_in.connect(on_signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(on_signed_out, dispatch_uid="accounts_signed_out")
    user_login_failed.connect(on_sign_in_failed, dispatch_uid="accounts_sign_in_failed")
    user_locked_out.connect(on_locked_out, dispatch_uid="accounts_locked_out")
    for signal, change in (
        (mfa.authenticator_added, SecondFactorChange.ADDED),
        (mfa.authenticator_removed, SecondFactorChange.REMOVED),
        (mfa.authenticator_reset, SecondFactorChange.RESET),
        (mfa.authentication_failed, SecondFactorChange.FAILED),
    ):
        signal.connect(on_second_factor(change), weak=False, dispatch_uid=f"accounts_{change.name}")
    for signal, moved in (
        (account.email_added, AddressChange.ADDED),
        (account.email_confirmed, AddressChange.CONFIRMED),
        (account.email_removed, AddressChange.REMOVED),
    ):
        signal.connect(on_own_address(moved), weak=False, dispatch_uid=f"accounts_{moved.name}_own")
    account.email_changed.connect(on_main_address, dispatch_uid="accounts_main_address")
