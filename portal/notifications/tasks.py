"""Background work: the outbox, poked on commit and swept every 30 seconds; subscriptions."""

from celery import shared_task
from django.utils import timezone

from portal.notifications import services
from portal.notifications.queues import poke
from portal.notifications.registry import all_topics
from portal.notifications.services import (
    announcements,
    calendar_end,
    criteria,
    endpoint_notices,
    occasions,
    subscriptions,
)


@shared_task(expires=60)
def deliver_due() -> int:
    """Try every message that is due, and tell of endpoints that took none; how many were tried."""
    now = timezone.now()
    tried = services.deliver_due(at=now)
    endpoint_notices.tell_operators(at=now)
    if tried >= services.BATCH:
        poke()  # there is more: a notice to thousands must not wait for the sweep a hundred times
    return tried


@shared_task(expires=120)
def announce_news() -> int:
    """Queue what subscribers are to be told now; returns how many were told something."""
    return announcements.announce_news(at=timezone.now())


@shared_task(expires=3600)
def remind_of_calendar_end() -> int:
    """Tell those who load the working calendar that it ends; returns how many."""
    return calendar_end.remind_of_calendar_end(at=timezone.now())


@shared_task(expires=3600)
def purge_unconfirmed() -> int:
    """Forget addresses whose owners did not confirm in time; returns how many requests."""
    return subscriptions.purge_unconfirmed(at=timezone.now())


@shared_task(expires=3600)
def tidy_criteria() -> int:
    """Forget what nobody asks and what no run comes back to; mark the criteria that nothing can
    meet any more; returns how many those are.
    """
    now = timezone.now()
    criteria.forget_unasked()
    occasions.forget_finished(at=now)
    return sum(criteria.mark_lapsed(topic, at=now) for topic in all_topics())
