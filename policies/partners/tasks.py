"""What Celery runs for systems that send work in."""

from celery import shared_task
from django.utils import timezone

from policies.partners.services import forget_calls


@shared_task(expires=3600)
def forget_old_calls() -> int:
    """Forget requests too old to come again; returns how many."""
    return forget_calls(at=timezone.now())
