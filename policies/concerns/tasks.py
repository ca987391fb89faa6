"""Background work of public concern, each from the state of its rows."""

from celery import shared_task
from django.utils import timezone

from policies.concerns.services import hot_lists, reminders


@shared_task(expires=600)
def concern_reminders() -> int:
    """Tell those in charge, at any hour, whose hours run out; returns how many were told."""
    return reminders.remind_of_concerns(at=timezone.now())


@shared_task(expires=3600)
def make_hot_lists() -> int:
    """Count the months that are over and were not counted yet; returns how many lists."""
    return hot_lists.make_due_lists(at=timezone.now())
