"""Background work of the base, each from the state of its rows."""

from celery import shared_task
from django.utils import timezone

from policies.answers.services import consumers, feedback, public_entries, reminders


@shared_task(expires=600)
def keep_in_step() -> int:
    """Bring entries up to the day and the search to the rule; returns how many changed."""
    now = timezone.now()
    feedback.complete_dates(at=now)
    consumers.forget_zero_hits(at=now)
    return public_entries.keep_in_step(at=now)


@shared_task(expires=3600)
def answer_reminders() -> int:
    """Tell those in charge what is due; returns how many people were told."""
    now = timezone.now()
    return reminders.remind_of_reviews(at=now) + reminders.remind_of_feedback(at=now)
