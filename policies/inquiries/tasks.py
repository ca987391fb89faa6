"""What Celery runs for inquiries."""

from celery import shared_task
from django.utils import timezone

from policies.inquiries.services.reminders import remind_of_inquiries


@shared_task(expires=3600)
def inquiry_reminders() -> int:
    """Tell those in charge what is due or late; returns how many people were told."""
    return remind_of_inquiries(at=timezone.now())
