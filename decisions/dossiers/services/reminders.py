"""Those who prepared a decision hear of an exception from fair competition that ends soon."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from decisions.dossiers.models import CompetitionRecord
from decisions.dossiers.selectors import exceptions_in_force
from portal.accounts.choices import Role
from portal.notifications.services.reminders import is_worked
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.notifications.stages import stage_reached
from portal.workdays.calendar import chinese_date
from portal.workdays.services import load_calendar

KIND: Final = "decisions.exception"


@transaction.atomic
def remind_of_exceptions(*, at: dt.datetime) -> int:
    """Tell of every exception that ends within the days the settings name, each stage once, and
    once more when it has ended; returns how many notices there were. On rest days nobody is
    written to: the next run makes up for it.
    """
    today = timezone.localdate(at)
    if not is_worked(load_calendar(), today):
        return 0
    ahead = max(settings.EXPIRY_REMINDER_DAYS, default=0)
    rows = exceptions_in_force().filter(ends_on__lte=today + dt.timedelta(days=ahead))
    told = rows.select_related("decision__organ", "decision__handler").order_by(F("ends_on"), "pk")
    return tell_staff([_notice(row, today) for row in told], at=at).notices


def _notice(row: CompetitionRecord, today: dt.date) -> StaffNotice:
    decision, stage = row.decision, _stage(row, today)
    day = chinese_date(row.ends_on) if row.ends_on else ""
    told = f"已于{day}到期" if stage is None else f"将于{day}到期"
    return StaffNotice(
        kind=KIND,
        key=f"decision:{decision.pk}:exception:{row.pk}:{stage}",
        organ=decision.organ,
        roles=(Role.DECISION_HANDLER,),
        handler=decision.handler,
        substitute=Role.DECISION_REVIEWER,
        subject=f"公平竞争审查的例外{told}：{decision}",
        body=f"{decision}适用例外规定的期限{told}，请评估是否继续适用，并登记新的审查结论。",
        url=reverse("admin:decisions_decision_change", args=[decision.pk]),
    )


def _stage(row: CompetitionRecord, today: dt.date) -> int | None:
    """The stage of the settings that it has reached; none when it has ended."""
    left = (row.ends_on - today).days if row.ends_on else 0
    return stage_reached(left, settings.EXPIRY_REMINDER_DAYS)
