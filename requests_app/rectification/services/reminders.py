"""Reminders of the organ's own term for rectifications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.services import load_calendar
from requests_app.rectification.models import Rectification
from requests_app.rectification.workflow import Status


def _page(row: Rectification) -> str:
    return reverse("admin:requests_app_rectification_change", args=[row.pk])


TERM: Final = Term(
    concern=Concern(
        kind="requests.due",
        page=_page,
        handler_role=Role.REQUEST_HANDLER,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:requests_app_rectification_changelist"),
    ),
    states=Status,
    due_on="due_on",
    ahead=Words(
        "record:{row.pk}:{row.organ_id}:left:{due}:{stage}",
        "更正申请内部期限提醒：{row.number}",
        "更正申请{row.number}的本机关内部期限为{due}，还有{left}个工作日。",
    ),
    late=Words(
        "record:{row.pk}:{row.organ_id}:late:{today}",
        "更正申请超过内部期限：{row.number}",
        "更正申请{row.number}超过了本机关内部期限{due}，请尽快办理。",
    ),
)


def remind_of_rectifications(*, at: dt.datetime) -> int:
    """Queue what the state of every open request calls for today; returns how many were told."""
    return tell_staff(notices_of_rectifications(timezone.localdate(at)), at=at).people


def notices_of_rectifications(today: dt.date) -> Iterator[StaffNotice]:
    """What the organ's own term of every open request calls for on a day."""
    rows, calendar = Rectification.objects.open().filter(due_on__isnull=False), load_calendar()
    for row in rows.select_related("organ", "handler").iterator(chunk_size=500):
        if notice := TERM.notice(row, on=today, calendar=calendar):
            yield notice
