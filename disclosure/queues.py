"""Reads shaped for a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from disclosure.models import Document
from disclosure.querysets import WORKING_ROLES, DocumentQuerySet
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.agenda import Duty, Share
from portal.desk.today import Tool

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

ROWS = 8


@dataclass(frozen=True)
class Queue:
    """A list on the first page: its first rows and how many there are."""

    title: str
    hint: str
    query: str
    count: int
    rows: list[Document]


@dataclass(frozen=True)
class StaffQueues:
    """What a person's day begins with."""

    waiting: Queue
    returned: Queue
    late: Queue
    expiring: Queue
    rereview: Queue
    recent: list[Document]
    may_file: bool


def staff_queues(user: User | AnonymousUser, on: dt.date) -> StaffQueues | None:
    """The queues of one person on a day, each sorted by what is due first; None for those who
    have nothing to do with documents.
    """
    organs = organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR)
    if not organs:
        return None
    own = Document.objects.filter(organ_id__in=organs).select_related("organ")
    by_due = own.order_by("publish_due_on", "pk")
    # The returned ones are the clerk's; listed apart, so that nothing shows twice.
    waiting = by_due.waiting_for(user).exclude(status=Status.RETURNED)
    returned = by_due.filter(
        status=Status.RETURNED, organ_id__in=organs_with_role(user, Role.CLERK)
    )
    late = by_due.late(on=on)
    days = max(settings.EXPIRY_REMINDER_DAYS, default=0)
    expiring = own.expiring(on=on, within=days).order_by("ends_on", "pk")
    rereview = own.due_for_openness_review(on=on).order_by("openness_review_due_on", "pk")

    return StaffQueues(
        waiting=_queue("待我办理", "按公开期限排列", "queue=mine", waiting),
        returned=_queue("退回给我", "补充后重新提交", "queue=returned", returned),
        late=_queue("逾期未公开", "超过20个工作日", "queue=late", late),
        expiring=_queue("有效期将届满", f"{days}天以内", "queue=expiring", expiring),
        rereview=_queue("公开属性待复核", "能否转主动公开", "queue=rereview", rereview),
        recent=list(own.public().newest_first()[:ROWS]),
        may_file=bool(organs_with_role(user, Role.CLERK)),
    )


def documents_waiting(user: User | AnonymousUser, on: dt.date, limit: int) -> Share | None:
    """The documents that wait for a person, with the day by which each must be public."""
    del on
    if not organs_with_role(user, *WORKING_ROLES):
        return None
    rows = Document.objects.waiting_for(user).order_by("publish_due_on", "pk")
    first = [
        Duty(
            "公文",
            document.title or "（没有标题）",
            document.get_status_display(),
            reverse("admin:disclosure_document_change", args=[document.pk]),
            document.publish_due_on,
        )
        for document in rows[:limit]
    ]
    return Share(rows.count(), first) if first else None


def tools_of(queues: StaffQueues) -> list[Tool]:
    """The buttons of those who file documents."""
    if not queues.may_file:
        return []
    return [
        Tool("导入文件", "admin:disclosure_importbatch_add", 1),
        Tool("手工录入", "admin:disclosure_document_add", 3),
    ]


def _queue(title: str, hint: str, query: str, rows: DocumentQuerySet) -> Queue:
    return Queue(title, hint, query, rows.count(), list(rows[:ROWS]))
