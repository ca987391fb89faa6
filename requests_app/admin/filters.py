"""The queues of an officer's day, by which the list is filtered."""

from __future__ import annotations

from portal.desk.queues import ALL, Queue
from requests_app.queues.day import due_soon, mine, unconfirmed

QUEUES = (
    Queue("mine", "待我办理", lambda cases, user, on: mine(cases, user, on=on)),
    Queue("new", "待确认", lambda cases, _user, _on: unconfirmed(cases)),
    Queue("soon", "将到期", lambda cases, _user, on: due_soon(cases, on=on)),
    Queue("late", "逾期", lambda cases, _user, on: cases.late(on=on)),
    ALL,
)
