"""What Celery runs for consultations. A task passes the time and calls one service; none of them
opens or closes anything.
"""

from celery import shared_task
from django.utils import timezone

from decisions.consultations.services import group_proposals, outcomes, reminders, retention


@shared_task(expires=3600)
def remind_of_consultations() -> int:
    """Date what was decided, and tell whose turn it is; returns how many people."""
    return reminders.remind_of_consultations(at=timezone.now())


@shared_task(expires=600)
def propose_groups() -> int:
    """Look for opinions that say almost the same; returns in how many consultations."""
    return group_proposals.propose_everywhere(at=timezone.now())


@shared_task(expires=600)
def tell_writers() -> int:
    """Tell the writers of a published outcome; returns how many."""
    return outcomes.tell_writers(at=timezone.now())


@shared_task
def purge_old_opinions() -> int:
    """Take away who wrote, once the term of keeping is over; returns how many."""
    return retention.OPINIONS.purge_due(at=timezone.now(), limit=500)
