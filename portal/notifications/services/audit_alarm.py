"""The trail does not hold: whoever watches it hears of it, once a day for each sentence."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications.services.outbox import notify

TRAIL_BROKEN = "audit.broken"


def tell_auditors(sentence: str, at: dt.datetime) -> None:
    """Every auditor, by inbox and mail."""
    watching = User.objects.filter(is_active=True, memberships__role=Role.AUDITOR).distinct()
    mark = hashlib.sha256(sentence.encode()).hexdigest()[:16]
    notify(
        kind=TRAIL_BROKEN,
        recipients=watching,
        subject="审计链异常",
        body=sentence,
        dedup_key=f"{TRAIL_BROKEN}:{timezone.localdate(at).isoformat()}:{mark}",
        at=at,
    )
