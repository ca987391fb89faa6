"""What Celery runs for solicitations. A task passes the time and calls one service."""

from celery import shared_task
from django.utils import timezone

from decisions.solicitations.services.retention import PROPOSALS


@shared_task(expires=3600)
def purge_old_proposals() -> None:
    """Take away the personal data of proposals whose term of keeping is over."""
    PROPOSALS.purge_due(at=timezone.now(), limit=500)
