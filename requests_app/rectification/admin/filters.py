"""The queues of requests for rectification, as a filter of the list."""

from __future__ import annotations

from portal.desk import queues
from portal.desk.queues import Queue

RECTIFICATION_QUEUES = (
    Queue("mine", "待我办理", lambda rows, user, _on: rows.waiting_for(user)),
    Queue("late", "超过内部期限", lambda rows, _user, on: rows.overdue(on=on)),
    queues.ALL,
)


class RectificationQueueFilter(queues.QueueFilter):
    """Rectifications by their queues."""

    queues = RECTIFICATION_QUEUES
