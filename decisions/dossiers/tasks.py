"""What Celery runs for decisions."""

from celery import shared_task
from django.utils import timezone

from decisions.dossiers.services.reminders import remind_of_exceptions


@shared_task(expires=3600)
def exception_reminders() -> int:
    """Tell of exceptions that end soon; returns how many notices there were."""
    return remind_of_exceptions(at=timezone.now())
