"""The queues of a person's day, by which the list of documents is filtered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings

from disclosure.workflow import Status
from portal.desk.queues import ALL, Queue

if TYPE_CHECKING:
    from disclosure.querysets import DocumentQuerySet


def _expiring(documents: DocumentQuerySet, _user: Any, on: dt.date) -> DocumentQuerySet:
    days = max(settings.EXPIRY_REMINDER_DAYS, default=0)
    return documents.expiring(on=on, within=days).order_by("ends_on", "pk")


QUEUES = (
    Queue("mine", "待我办理", lambda rows, user, _on: rows.waiting_for(user)),
    ALL,
    Queue("returned", "已退回", lambda rows, _user, _on: rows.filter(status=Status.RETURNED)),
    Queue("late", "逾期未公开", lambda rows, _user, on: rows.late(on=on)),
    Queue("scheduled", "待定时公开", lambda rows, _user, _on: rows.filter(status=Status.SCHEDULED)),
    Queue("expiring", "有效期将届满", _expiring),
    Queue(
        "rereview",
        "公开属性待复核",
        lambda rows, _user, on: rows.due_for_openness_review(on=on),
    ),
)
