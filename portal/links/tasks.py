"""What Celery runs for links."""

from celery import shared_task
from django.utils import timezone

from portal.links.services import patrol


@shared_task
def patrol_links() -> None:
    """Look at some of the addresses outside that pages name."""
    patrol(at=timezone.now())
