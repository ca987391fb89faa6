"""Background work: the sweep of the outbox, poked on commit and swept every 30 seconds."""

from celery import shared_task
from django.utils import timezone

from portal.notifications import services


@shared_task(expires=60)
def deliver_due() -> int:
    """Try every message that is due; returns how many were tried."""
    return services.deliver_due(at=timezone.now())
