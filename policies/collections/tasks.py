"""Background work of collections."""

from celery import shared_task
from django.utils import timezone

from policies.collections.services import candidates


@shared_task(expires=3600)
def remind_of_candidates() -> int:
    """Tell of what waits too long to be taken in; returns how many notices."""
    return candidates.remind_of_candidates(at=timezone.now())
