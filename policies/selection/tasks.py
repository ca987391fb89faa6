"""Background work of selections."""

from celery import shared_task
from django.utils import timezone

from policies.selection.services import ballots, reminders


@shared_task(expires=3600)
def remind_of_selections() -> int:
    """Tell of ends that come near; returns how many notices to staff."""
    return reminders.remind_of_selections(at=timezone.now())


@shared_task(expires=3600)
def purge_unconfirmed_ballots() -> int:
    """Forget addresses whose owners did not confirm a vote; returns how many."""
    return ballots.purge_unconfirmed(at=timezone.now())
