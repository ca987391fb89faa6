"""Reads of accounts that join the libraries' models."""

from __future__ import annotations

import datetime as dt

from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Max, QuerySet

from portal.accounts.models import User


def live_sessions(user: User, *, at: dt.datetime) -> QuerySet[UserSession]:
    """A person's sessions that have not run out, newest first."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=live).order_by("-created_at")


def locked_until(*, username: str, address: str, at: dt.datetime) -> dt.datetime:
    """When a name locked at an address may be tried again."""
    cool_off: dt.timedelta = get_cool_off()
    last = AccessAttempt.objects.filter(username=username, ip_address=address).aggregate(
        last=Max("attempt_time")
    )["last"]
    return (last or at) + cool_off
