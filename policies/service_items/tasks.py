"""What Celery runs for service items."""

from celery import shared_task
from django.utils import timezone

from policies.service_items.services.entries import refresh_due
from policies.service_items.services.lapses import take_off_lapsed


@shared_task(expires=3600)
def keep_service_items() -> None:
    """Take links off what lapsed, and bring the search entries of items up to the day."""
    now = timezone.now()
    take_off_lapsed(at=now)
    refresh_due(at=now)
