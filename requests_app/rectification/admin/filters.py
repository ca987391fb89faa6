"""The queues of requests for rectification, by which the list is filtered."""

from __future__ import annotations

from portal.desk.queues import ALL, Queue

RECTIFICATION_QUEUES = (
    Queue("mine", "待我办理", lambda rows, user, _on: rows.waiting_for(user)),
    Queue("late", "超过内部期限", lambda rows, _user, on: rows.overdue(on=on)),
    ALL,
)
