"""What allauth and axes ask of this project: who is meant, from where, and what is kept."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.encoding import force_bytes

from portal.accounts.models import User
from portal.accounts.permissions import is_staff_member, second_factor_required
from portal.accounts.receivers import find_user
from portal.accounts.services.passwords import change_password
from portal.accounts.services.people import record_registration
from portal.accounts.services.sessions import end_sessions


class AccountAdapter(DefaultAccountAdapter):
    """Registration and passwords go through the services."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Save a citizen who registers."""
        saved: User = super().save_user(request, user, form, commit)
        # A person who comes from an identity provider is recorded by the adapter below.
        if commit and saved.has_usable_password():
            record_registration(user=saved, channel="网站注册", at=timezone.now())
        return saved

    def set_password(self, user: User, password: str) -> None:
        """Change or reset a password."""
        by = user if self.request.user == user else None
        change_password(user=user, password=password, by=by, at=timezone.now())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By name and address, as axes counts: by name alone anyone could lock out anyone.
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Citizens' identities from OpenID Connect. They are never staff's."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Keep only what is needed of the claims; refuse any way to a staff account."""
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        for person in (sociallogin.user, request.user):
            if person is not None and person.pk and is_staff_member(person):
                messages.error(request, "工作账号不能使用统一身份认证登录，请用用户名和密码登录。")
                raise ImmediateHttpResponse(redirect("account_login"))
        if not sociallogin.is_existing and self._email_taken(sociallogin):
            # Neither take over the account that has the address nor tell that it exists.
            sociallogin.email_addresses = []
            sociallogin.user.email = ""

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take the name; the provider's user name may be a telephone or identity number."""
        user: User = super().populate_user(request, sociallogin, data)
        user.full_name = (data.get("name") or "")[:60]
        user.first_name = user.last_name = ""
        user.username = f"gongmin{get_random_string(8, 'abcdefghjkmnpqrstuvwxyz23456789')}"
        return user

    @transaction.atomic
    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None
    ) -> User:
        """Save a citizen at their first sign-in through the provider."""
        user: User = super().save_user(request, sociallogin, form)
        record_registration(user=user, channel="统一身份认证", at=timezone.now())
        return user

    def _email_taken(self, sociallogin: SocialLogin) -> bool:
        addresses = [a.email for a in sociallogin.email_addresses] + [sociallogin.user.email]
        wanted = {address.lower() for address in addresses if address}
        return any(
            User.objects.filter(email__iexact=address).exists()
            or EmailAddress.objects.filter(email__iexact=address).exists()
            for address in wanted
        )


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted at rest and cannot be given up where required."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "您任职的机关要求两步验证，不能停用。",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor_required(authenticator.user)


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions are ended by the service."""

    def end_sessions(self, sessions: Any) -> None:
        sessions = list(sessions)
        if sessions:
            end_sessions(sessions=sessions, by=sessions[0].user, at=timezone.now())


def client_address(request: HttpRequest) -> str:
    """The visitor's address behind the trusted proxies, the same for axes and for allauth."""
    address: str = get_account_adapter(request).get_client_ip(request)
    return address


def attempted_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name under which axes counts failures.

    A known account is counted under its own name however it was typed; anything else under a
    digest, because people type passwords and identity numbers into that field.
    """
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    user = find_user(typed)
    if user is not None:
        return user.username
    return f"unknown:{salted_hmac('portal.accounts.attempt', typed).hexdigest()[:24]}"


def _cipher() -> MultiFernet:
    """Keys derived from the site's secrets, newest first, so that a secret can be replaced."""
    return MultiFernet(
        [_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str | bytes) -> Fernet:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"portal.accounts.mfa")
    return Fernet(base64.urlsafe_b64encode(derivation.derive(force_bytes(secret))))
