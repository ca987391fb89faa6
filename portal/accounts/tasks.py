"""Background work: sessions that are over leave nothing behind."""

from celery import shared_task
from django.utils import timezone

from portal.accounts.services.sessions import forget_ended_sessions


@shared_task(expires=3600)
def clear_sessions() -> int:
    """Delete what is over; returns how many sessions."""
    return forget_ended_sessions(at=timezone.now())
