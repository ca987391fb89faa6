"""The day before, those who come hear of it; afterwards, the organ hears what it has to do."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from decisions.events.choices import STAFF_KIND
from decisions.events.models import Event, EventSession, SignUp
from decisions.events.services.notices import tell_tomorrow
from decisions.events.services.suggestions import last_day_of
from decisions.events.workflow import Place, Said, Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import is_worked
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.services import load_calendar

_DAY: Final = dt.timedelta(days=1)


def remind_attendees(*, at: dt.datetime) -> int:
    """Tell everybody with a place of the session of tomorrow, once; returns how many sessions
    there are. Each session in a transaction of its own: killed in between, the next run goes on.
    """
    tomorrow = timezone.localdate(at) + _DAY
    rows = EventSession.objects.filter(called_off_at=None, event__status=Status.PUBLISHED)
    numbers = list(rows.filter(starts_at__date=tomorrow).values_list("pk", flat=True))
    for number in numbers:
        _tell(number, at)
    return len(numbers)


@transaction.atomic
def remind_of_events(*, at: dt.datetime) -> int:
    """Tell those who hold events, once each, of those that lie behind and say nothing of it, and of
    those after which suggestions wait for what became of them; returns how many notices there were.
    On rest days nobody is written to.
    """
    today = timezone.localdate(at)
    if not is_worked(load_calendar(), today):
        return 0
    rows = Event.objects.filter(status=Status.PUBLISHED).select_related("organ")
    ahead = EventSession.objects.filter(called_off_at=None, ends_at__gte=at).values("event")
    notices = [_notice(row) for row in rows.exclude(pk__in=ahead)]
    notices += [_of_suggestions(row) for row in _with_suggestions(today)]
    return tell_staff(notices, at=at).notices


def _with_suggestions(today: dt.date) -> list[Event]:
    """Finished events of which all suggestions are in, and not yet told of."""
    rows = Event.objects.filter(
        status=Status.FINISHED, suggestions_told_at=None, suggestions__status__in=Said.open
    )
    found = rows.select_related("organ").prefetch_related("sessions").distinct()
    return [
        row for row in found
        if all(last_day_of(each) < today for each in row.sessions.all() if not each.is_off)
    ]  # fmt: skip


@transaction.atomic
def _tell(number: int, at: dt.datetime) -> None:
    rows = SignUp.objects.filter(session_id=number, status=Place.SEATED)
    for signup in rows.select_related("organ", "user", "session").order_by("line"):
        tell_tomorrow(signup, at=at)


def _notice(event: Event) -> StaffNotice:
    return StaffNotice(
        kind=STAFF_KIND,
        key=f"event:{event.pk}:finish",
        organ=event.organ,
        roles=(Role.PARTICIPATION,),
        subject=f"活动已经办完，请登记情况：{event}",
        body=f"{event}各场都已办完，请登记活动情况和回放地址，好让没有来的人看到。",
        url=reverse("admin:decisions_event_change", args=[event.pk]),
    )


def _of_suggestions(event: Event) -> StaffNotice:
    return StaffNotice(
        kind=STAFF_KIND,
        key=f"event:{event.pk}:suggestions",
        organ=event.organ,
        roles=(Role.PARTICIPATION, Role.DECISION_REVIEWER),
        subject=f"活动以后的建议还没有反馈：{event}",
        body=f"{event}以后的建议收齐了，请逐条写明处理结果，由另一人公布，告诉每一个提建议的人。",
        url=reverse("admin:decisions_event_change", args=[event.pk]),
    )
