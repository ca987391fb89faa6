"""Background work of relays."""

from celery import shared_task
from django.utils import timezone

from policies.relays.services import relay_tasks, relays, reminders


@shared_task(expires=3600)
def relay_reminders() -> int:
    """Complete days that lay beyond the calendar, tell of what is due; returns how many people."""
    now = timezone.now()
    relay_tasks.complete_dates(at=now)
    return reminders.remind_of_tasks(at=now)


@shared_task(expires=3600)
def purge_relay_contacts() -> int:
    """Delete the contacts of relays that ended long ago; returns how many relays."""
    return relays.purge_contacts(at=timezone.now())
