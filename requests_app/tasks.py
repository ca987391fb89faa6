"""What Celery runs for applications. A task passes the time and calls one service."""

from itertools import chain

from celery import shared_task
from django.utils import timezone

from portal.notifications.services.staff_notices import tell_staff
from requests_app.rectification.services.reminders import notices_of_rectifications
from requests_app.services.consultation.unsent_papers import sweep_unsent_papers
from requests_app.services.drafts import purge_drafts
from requests_app.services.recalculation import go_on
from requests_app.services.reminders import (
    notices_of_answers,
    notices_of_waiting,
    notices_unconfirmed,
)
from requests_app.services.retention.purge import purge_due


@shared_task
def answer_reminders() -> None:
    """Tell those in charge what is due, late or waited for, and the supervisors in one letter."""
    now = timezone.now()
    today = timezone.localdate(now)
    tell_staff(
        chain(
            notices_of_answers(today),
            notices_unconfirmed(today),
            notices_of_waiting(today),
            notices_of_rectifications(today),
        ),
        at=now,
    )


@shared_task
def purge_old_cases() -> None:
    """Take away the personal data of cases whose term of keeping is over, and what was uploaded
    for an opinion and never sent.
    """
    now = timezone.now()
    purge_due(at=now)
    sweep_unsent_papers(at=now)


@shared_task
def continue_redating() -> None:
    """Go on with re-dating that a killed worker left unfinished."""
    go_on(at=timezone.now())


@shared_task
def purge_old_drafts() -> None:
    """Delete the drafts nobody came back to."""
    purge_drafts(at=timezone.now())
