"""What Celery runs for what was typed and not sent."""

from celery import shared_task
from django.utils import timezone

from portal.drafts.services import purge_kept


@shared_task
def purge_kept_texts() -> None:
    """Delete what nobody came back to."""
    purge_kept(at=timezone.now())
