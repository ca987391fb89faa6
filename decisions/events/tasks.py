"""What Celery runs for events. A task passes the time and calls one service."""

from celery import shared_task
from django.utils import timezone

from decisions.events.services import pools, reminders
from decisions.events.services.retention import SIGNUPS


@shared_task(expires=60)
def lapse_offers() -> int:
    """End offers whose time is over and let the lists move up; returns in how many sessions."""
    return pools.lapse_offers(at=timezone.now())


@shared_task(expires=3600)
def event_reminders() -> None:
    """Tell those who come tomorrow, and those who have an event to finish."""
    reminders.remind_attendees(at=timezone.now())
    reminders.remind_of_events(at=timezone.now())


@shared_task(expires=3600)
def purge_old_signups() -> None:
    """Take away the personal data of sign-ups whose term of keeping is over."""
    SIGNUPS.purge_due(at=timezone.now(), limit=500)
