"""Reminders: an outcome that is due, and a consultation that closed with opinions open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone

from decisions.consultations.models import Consultation
from decisions.consultations.services.outcome_days import date_outcomes
from decisions.consultations.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, is_worked
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.services import load_calendar

KIND: Final = "consultations.due"


def _page(row: Consultation) -> str:
    return reverse("admin:decisions_consultation_change", args=[row.pk])


TERM: Final = Term(
    concern=Concern(
        kind=KIND,
        page=_page,
        handler_role=Role.DECISION_HANDLER,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:decisions_consultation_changelist") + "?queue=late",
    ),
    states=Status,
    due_on="outcome_due_on",
    ahead=Words(
        "consultation:{row.pk}:left:{due}:{stage}",
        "意见采纳情况反馈期限提醒：{row.number}",
        "{row.number}应在{due}以前公布意见采纳情况，还有{left}个工作日。",
    ),
    late=Words(
        "consultation:{row.pk}:late:{today}",
        "逾期未公布意见采纳情况：{row.number}",
        "{row.number}应在{due}以前公布意见采纳情况，已经逾期，请尽快公布。",
    ),
)


def remind_of_consultations(*, at: dt.datetime) -> int:
    """Queue what every consultation calls for today; returns how many people were told."""
    date_outcomes()
    return tell_staff(_notices(at), at=at).people


def _notices(at: dt.datetime) -> Iterator[StaffNotice]:
    today, calendar = timezone.localdate(at), load_calendar()
    rows = Consultation.objects.filter(
        status__in=[Status.RUNNING, Status.SETTLED, Status.OUTCOME]
    ).select_related("organ", "handler")
    for row in rows.filter(outcome_due_on__isnull=False).order_by("pk").iterator(chunk_size=500):
        if notice := TERM.notice(row, on=today, calendar=calendar):
            yield notice
    if not is_worked(calendar, today):
        return
    closed = rows.filter(status=Status.RUNNING, closes_at__lte=at).order_by("pk")
    for row in closed.iterator(chunk_size=500):
        left = row.opinions.open().count()
        yield StaffNotice(
            kind=KIND,
            key=f"consultation:{row.pk}:closed:{row.closes_at:%Y%m%d}",
            organ=row.organ,
            roles=(Role.DECISION_HANDLER,),
            subject=f"征求意见已经截止：{row.number}",
            body=f"{row.number}已经截止，还有{left}条意见没有处理。没有收到意见的，也要公布结果。",
            url=_page(row),
            handler=row.handler,
        )
