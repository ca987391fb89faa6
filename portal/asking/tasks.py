"""What Celery runs for what was asked."""

from celery import shared_task
from django.utils import timezone

from portal.asking.services.counts import forget


@shared_task
def forget_asked() -> None:
    """Delete what is over."""
    forget(at=timezone.now())
