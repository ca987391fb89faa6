"""Changing passwords and remembering the latest ones."""

import datetime as dt
import logging
from urllib.parse import urljoin, urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from portal.accounts.models import PasswordHistory, User
from portal.accounts.services.sessions import end_all_sessions
from portal.audit.services import record

logger = logging.getLogger(__name__)
REMEMBERED = 5


def send_reset_link(user: User) -> None:
    """Send the link by which the person sets a new password, to the address on record, once the
    transaction is through. It is kept nowhere: whoever read it could use it.
    """
    transaction.on_commit(lambda: _send_link(user))


def _send_link(user: User) -> None:
    key = default_token_generator.make_token(user)
    place = {"uidb36": user_pk_to_url_str(user), "key": key}
    context = {
        "password_reset_url": urljoin(
            settings.PUBLIC_URL, reverse("account_reset_password_from_key", kwargs=place)
        ),
        "username": user.username,
        "current_site": {"domain": urlsplit(settings.PUBLIC_URL).netloc},
    }
    parts = (f"account/email/password_reset_key_{part}.txt" for part in ("subject", "message"))
    subject, message = (render_to_string(part, context).strip() for part in parts)
    try:
        EmailMessage(subject, message, to=[user.email]).send()
    except Exception as error:
        # What a mail library says may hold the address: only its type is kept. The offices ask
        # once more when nothing arrives.
        logger.warning("重设密码的邮件没有发出（%s）。", type(error).__name__)


@transaction.atomic
def change_password(*, user: User, password: str, by: User | None, at: dt.datetime) -> None:
    """Set a password that forms have already checked against the policy.

    `by` is None when the person proved themselves by a link in their mail. Saving calls
    `remember_password` through Django's own hook (see validators.ReuseValidator).
    """
    user.set_password(password)
    user.save()
    # Whoever knew the old password is out; the page that changed it opens a session anew.
    end_all_sessions(user=user)
    record(action="password_changed", summary="更换密码", by=by, at=at, subject=user)


@transaction.atomic
def remember_password(*, user: User, at: dt.datetime) -> None:
    """Note the password just saved, and forget all but the latest few."""
    PasswordHistory.objects.create(user=user, password=user.password, at=at)
    kept = PasswordHistory.objects.filter(user=user).values("pk")[:REMEMBERED]
    PasswordHistory.objects.filter(user=user).exclude(
        pk__in=list(kept.values_list("pk", flat=True))
    ).delete()
    user.password_changed_at = at
    User.objects.filter(pk=user.pk).update(password_changed_at=at)
