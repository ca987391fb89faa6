"""Reminders of what is due on messages, and the warnings before three months without an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone

from policies.messages.choices import Category
from policies.messages.deadlines import VETO_MONTHS, WARNED, veto_from, warning_reached
from policies.messages.models import Message
from policies.messages.workflow import RESPONDER, REVIEWER, Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, is_worked
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.services import load_calendar

KIND: Final = "messages.due"
_FIRST_WARNED: Final = dt.timedelta(days=max(WARNED) + 5)
_MONTH: Final = dt.timedelta(days=28)


def _page(row: Message) -> str:
    return reverse("admin:policies_message_change", args=[row.pk])


TERM: Final = Term(
    concern=Concern(
        kind=KIND,
        page=_page,
        handler_role=Role.MESSAGE_RESPONDER,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:policies_message_changelist") + "?queue=late",
    ),
    states=Status,
    due_on="due_on",
    ahead=Words(
        "message:{row.pk}:{row.organ_id}:left:{due}:{stage}",
        "留言答复期限提醒：{row.number}",
        "留言{row.number}的答复期限为{due}，还有{left}个工作日。",
    ),
    late=Words(
        "message:{row.pk}:{row.organ_id}:late:{today}",
        "留言逾期未答复：{row.number}",
        "留言{row.number}的答复期限是{due}，已经逾期，请尽快答复。",
    ),
)


def remind_of_messages(*, at: dt.datetime) -> int:
    """Queue what every open message calls for today; returns how many people were told."""
    today = timezone.localdate(at)
    return tell_staff(_notices(today), at=at).people


def _notices(today: dt.date) -> Iterator[StaffNotice]:
    calendar = load_calendar()
    rows = Message.objects.open().exclude(status=Status.ASKED).select_related("organ", "handler")
    for row in rows.filter(due_on__isnull=False).iterator(chunk_size=500):
        if notice := TERM.notice(row, on=today, calendar=calendar):
            yield notice
    if is_worked(calendar, today):
        yield from _warnings(today)


def unanswered(today: dt.date) -> Iterator[Message]:
    """Valid questions that wait for their first answer and come near the three months, or are past
    them; the longest first.
    """
    near = today + _FIRST_WARNED - VETO_MONTHS * _MONTH
    rows = (
        Message.objects.open()
        .valid()
        .filter(category=Category.CONSULT, answered_on=None, received_on__lte=near)
    )
    return (
        row
        for row in rows.select_related("organ").order_by("received_on", "pk")
        if warning_reached(row.received_on, today) is not None
    )


def is_vetoed(message: Message, *, on: dt.date) -> bool:
    """Whether it has waited for its first answer for more than three months."""
    waits = message.status in Status.open and message.answered_on is None
    return waits and message.category == Category.CONSULT and on >= veto_from(message.received_on)


def _warnings(today: dt.date) -> Iterator[StaffNotice]:
    for row in unanswered(today):
        stage, day = warning_reached(row.received_on, today), veto_from(row.received_on)
        told = (
            f"留言{row.number}收到已超过三个月还没有答复，网站检查将一票否决，请立即督办。"
            if today >= day
            else f"留言{row.number}到{day.isoformat()}就超过三个月没有答复，网站检查将一票否决。"
        )
        yield StaffNotice(
            kind=KIND,
            key=f"message:{row.pk}:veto:{stage}",
            organ=row.organ,
            roles=(Role.SUPERVISOR, Role(RESPONDER), Role(REVIEWER)),
            subject=f"三个月未答复预警：{row.number}",
            body=told,
            url=_page(row),
        )
