"""What Celery runs for messages. A task passes the time and calls one service."""

from celery import shared_task
from django.utils import timezone

from policies.messages.services.clock import settle_provisional
from policies.messages.services.reminders import remind_of_messages
from policies.messages.services.retention import MESSAGES


@shared_task
def message_reminders() -> None:
    """Tell those in charge what is due or late, and the supervisors what nears three months."""
    remind_of_messages(at=timezone.now())


@shared_task
def settle_days() -> None:
    """Date what was provisional once the calendar has its year."""
    settle_provisional()


@shared_task
def purge_old_messages() -> None:
    """Take away the personal data of messages whose term of keeping is over."""
    MESSAGES.purge_due(at=timezone.now(), limit=500)
