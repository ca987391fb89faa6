"""Reminders of the organ's own term for rectifications, from their state and not from the run."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.notifications.services import notify
from portal.workdays.calendar import BeyondCalendar, WorkingCalendar
from portal.workdays.services import load_calendar
from requests_app.rectification.models import Rectification
from requests_app.rectification.workflow import Status
from requests_app.services.reminders import STAGES


def remind_of_rectifications(*, at: dt.datetime) -> int:
    """Queue what the state of every open request calls for today; returns how many notices."""
    today, calendar = timezone.localdate(at), load_calendar()
    rows = Rectification.objects.open().filter(due_on__isnull=False)
    rows = rows.select_related("organ", "handler")
    return sum(_remind(row, today, calendar, at=at) for row in rows.iterator(chunk_size=500))


def _remind(
    row: Rectification, today: dt.date, calendar: WorkingCalendar, *, at: dt.datetime
) -> int:
    due = row.due_on
    if due is None:
        return 0
    if today > due:
        people = _people(row) | _holders(row, Role.SUPERVISOR)
        body = f"更正申请{row.number}超过了本机关内部期限{due.isoformat()}，请尽快办理。"
        return _tell(row, people, "更正申请超过内部期限", body, key=f"late:{today}", at=at)
    try:
        left = calendar.count(today, due)
    except BeyondCalendar:
        return 0
    reached = [stage for stage in STAGES if left <= stage]
    if not reached:
        return 0
    body = f"更正申请{row.number}的本机关内部期限为{due.isoformat()}，还有{left}个工作日。"
    key = f"left:{due}:{reached[0]}"
    return _tell(row, _people(row), "更正申请内部期限提醒", body, key=key, at=at)


def _people(row: Rectification) -> set[User]:
    """The one who handles it, else everyone whose turn it is."""
    if row.status == Status.VERIFYING and row.handler:
        return {row.handler}
    return _holders(row, Role(Status(row.status).waits_for))


def _holders(row: Rectification, role: Role) -> set[User]:
    return {held.user for held in Membership.objects.holders(row.organ, role)}


def _tell(
    row: Rectification, people: set[User], title: str, body: str, *, key: str, at: dt.datetime
) -> int:
    told: list[User] = sorted(people, key=lambda person: person.pk)
    if told:
        notify(
            kind="requests.due",
            recipients=told,
            subject=f"{title}：{row.number}",
            body=body,
            url=f"/admin/requests_app/rectification/{row.pk}/change/",
            dedup_key=f"record:{row.pk}:{row.organ_id}:{key}",
            at=at,
        )
    return len(told)
