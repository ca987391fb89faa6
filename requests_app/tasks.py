"""What Celery runs for applications. A task passes the time and calls one service."""

from celery import shared_task
from django.utils import timezone

from requests_app.rectification.services.reminders import remind_of_rectifications
from requests_app.services.consultation.unsent_papers import sweep_unsent_papers
from requests_app.services.drafts import purge_drafts
from requests_app.services.redating import go_on
from requests_app.services.reminders import alarm_unconfirmed, remind_of_answers
from requests_app.services.retention.purge import purge_due


@shared_task
def answer_reminders() -> None:
    """Tell those in charge, and the supervisors, what is due and what is late."""
    now = timezone.now()
    remind_of_answers(at=now)
    alarm_unconfirmed(at=now)
    remind_of_rectifications(at=now)


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
