"""Background work: the sweep of the outbox, poked on commit and swept every 30 seconds."""

from celery import shared_task
from django.utils import timezone

from portal.notifications import services
from portal.notifications.queues import poke


@shared_task(expires=60)
def deliver_due() -> int:
    """Try every message that is due; returns how many were tried."""
    tried = services.deliver_due(at=timezone.now())
    if tried >= services.BATCH:
        poke()  # there is more: a notice to thousands must not wait for the sweep a hundred times
    return tried
