"""What Celery runs for seats at meetings. A task passes the time and calls one service."""

from celery import shared_task
from django.utils import timezone

from decisions.seats.services import closed_lists
from decisions.seats.services.retention import APPLICANTS


@shared_task(expires=60)
def close_lists() -> int:
    """Close and publish the lists whose time is over; returns how many."""
    return closed_lists.close_due(at=timezone.now())


@shared_task(expires=3600)
def purge_old_applicants() -> None:
    """Take away the personal data of applications whose term of keeping is over."""
    APPLICANTS.purge_due(at=timezone.now(), limit=500)
