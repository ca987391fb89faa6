"""The queues of messages: what waits for somebody, what is late, held, or could be published."""

from __future__ import annotations

from policies.messages.admin.acts import DESK
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, mine

QUEUES = (
    mine(Status, Role.MESSAGE_RESPONDER),
    Queue("late", "逾期", lambda rows, _user, on: rows.overdue(on=on)),
    Queue("held", "待甄别", lambda rows, _user, _on: rows.filter(status=Status.HELD)),
    Queue(
        "unpublished",
        "可以公开",
        lambda rows, _user, _on: rows.filter(
            status__in=(Status.ANSWERED, Status.CLOSED),
            may_publish=True,
            published=None,
        ),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "due_on", ("status__exact", "channel__id__exact"))
