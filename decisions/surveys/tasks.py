"""Background work of questionnaires."""

from celery import shared_task
from django.utils import timezone

from decisions.surveys.services import holders


@shared_task(expires=3600)
def purge_ended_surveys() -> int:
    """Forget who was handed a token for what has closed; returns how many questionnaires."""
    return holders.purge_ended(at=timezone.now())
