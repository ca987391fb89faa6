"""Background work of catalogues."""

from celery import shared_task
from django.utils import timezone

from decisions.catalogues.services import reminders


@shared_task(expires=3600)
def remind_of_catalogues() -> int:
    """Tell of catalogues that are not published, and of accounts of the year; returns how many
    people were told.
    """
    now = timezone.now()
    return reminders.remind_of_catalogues(at=now) + reminders.remind_of_accounts(at=now)
