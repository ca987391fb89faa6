"""Background work of questionnaires."""

from celery import shared_task
from django.utils import timezone

from decisions.surveys.services import holders, retention


@shared_task(expires=3600)
def purge_ended_surveys() -> int:
    """Forget who was handed a token for what has closed; returns how many questionnaires."""
    return holders.purge_ended(at=timezone.now())


@shared_task(expires=3600)
def purge_old_survey_texts() -> int:
    """Take away what people wrote of themselves once its term is over; returns of how many."""
    return retention.purge_texts(at=timezone.now())
