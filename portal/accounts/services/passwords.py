"""Changing passwords and remembering the latest ones."""

import datetime as dt

from django.db import transaction

from portal.accounts.models import PasswordHistory, User
from portal.accounts.services.sessions import end_all_sessions
from portal.audit.services import record

REMEMBERED = 5


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
