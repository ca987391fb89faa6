"""The queues of those who keep the base: what is theirs to write, to review, to look at again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from policies.answers.workflow import FeedbackStatus, Status
from portal.accounts.choices import Role
from portal.acts.querysets import waiting_for
from portal.desk.queues import ALL, Queue

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def _mine(rows: Any, user: User | AnonymousUser, on: dt.date) -> Any:
    """What is public waits for nobody before its review day."""
    waits = waiting_for(Status, user, handler_role=Role.MESSAGE_RESPONDER)
    return rows.filter(waits).exclude(Q(status=Status.PUBLIC) & ~Q(review_on__lte=on))


QUEUES: Final = (
    Queue("mine", "待我办理", _mine),
    Queue("review", "到复核日", lambda rows, _user, on: rows.due_for_review(on=on)),
    Queue("lost", "依据已失效", lambda rows, _user, _on: rows.lost()),
    ALL,
)
FEEDBACK_QUEUES: Final = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(
            waiting_for(FeedbackStatus, user, handler_role=Role.MESSAGE_RESPONDER),
            handed_on_at=None,
        ),
    ),
    Queue(
        "late",
        "逾期",
        lambda rows, _user, on: rows.filter(status=FeedbackStatus.RECEIVED, due_on__lt=on),
    ),
    ALL,
)
