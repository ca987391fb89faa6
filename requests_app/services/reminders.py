"""Reminders of answers that are due, of the organ's own terms, of what nobody confirmed, and of
whatever else a case waits for (`requests_app.waits`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.services.reminders import (
    Concern,
    Term,
    Words,
    is_worked,
    spoken_of,
    workdays_between,
)
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.notifications.stages import stage_reached
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.services.waits import waiting_cases, waits_in
from requests_app.waits import Wait
from requests_app.workflow.states import APPLICANT, IN_REVIEW, Status

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar

# While the applicant has the word there is nothing for an officer to hurry.
_WAITING: Final = tuple(state for state in Status.open if state.waits_for == APPLICANT)
_DRAFTING: Final = (Status.REGISTERED, Status.HANDLING)


def _page(case: InformationRequest) -> str:
    return reverse("admin:requests_app_informationrequest_change", args=[case.pk])


_CASES: Final = Concern(
    kind="requests.due",
    page=_page,
    handler_role=Role.REQUEST_HANDLER,
    substitute=Role.SUPERVISOR,
    overview=lambda: reverse("admin:requests_app_informationrequest_waiting"),
)
ANSWER: Final = Term(
    concern=_CASES,
    states=Status,
    due_on="reply_due_on",
    ahead=Words(
        "request:{row.pk}:left:{due}:{stage}",
        "答复期限提醒：{row.number}",
        "申请{row.number}应在{due}前答复，还有{left}个工作日。",
    ),
    late=Words(
        # Once a day, also on a day on which the calendar moved the date.
        "request:{row.pk}:late:{today}",
        "申请逾期未答复：{row.number}",
        "申请{row.number}的答复期限为{due}，已经逾期（条例第三十三条）。",
    ),
)
_INSIDE: Final = Words(
    "request:{row.pk}:inside:{what}:{due}",
    "内部{what}期限提醒：{row.number}",
    "申请{row.number}的内部{what}期限为{due}，请抓紧办理。",
)
_UNCONFIRMED: Final = Words(
    "request:{row.pk}:unconfirmed:{today}",
    "申请尚未确认：{row.number}",
    "申请{row.number}于{row.arrived_on}来件，"
    "已超过一个工作日没有与申请人确认（条例第三十一条），请尽快联系申请人确认。",
)


_WAITS_AHEAD: Final = Words(
    "request:{row.pk}:wait:{code}:{mark}:{day}:{stage}",
    "等待{label}：{row.number}",
    "申请{row.number}等待{label}{about}，{day}到期，还有{left}个工作日。下一步：{act}。",
)
_WAITS_LATE: Final = Words(
    "request:{row.pk}:wait:{code}:{mark}:{day}:late",
    "等待{label}已过期：{row.number}",
    "申请{row.number}等待{label}{about}，{day}已过。下一步：{act}。",
)


def remind_of_answers(*, at: dt.datetime) -> int:
    """Queue what the state of every open case calls for today; returns how many were told."""
    return tell_staff(notices_of_answers(timezone.localdate(at)), at=at).people


def remind_of_waiting(*, at: dt.datetime) -> int:
    """Queue what is due of all that cases wait for, each once; returns how many were told."""
    return tell_staff(notices_of_waiting(timezone.localdate(at)), at=at).people


def alarm_unconfirmed(*, at: dt.datetime) -> int:
    """Tell intake and supervisors of what nobody has confirmed by the next working day."""
    return tell_staff(notices_unconfirmed(timezone.localdate(at)), at=at).people


def notices_of_answers(today: dt.date) -> Iterator[StaffNotice]:
    """What the dates of open cases call for on a day; a case none of whose days is near is not
    even read.
    """
    calendar = load_calendar()
    if not is_worked(calendar, today):
        return
    answered = spoken_of("reply_due_on", on=today, calendar=calendar)
    drafted = Q(status__in=_DRAFTING, draft_due_on__lte=today)
    reviewed = Q(status__in=IN_REVIEW, review_due_on__lte=today)
    turns = [status for status in Status.open if status not in _WAITING]
    cases = (
        InformationRequest.objects.filter(status__in=turns, reply_due_on__isnull=False)
        .filter(answered | drafted | reviewed)
        .select_related("organ", "handler")
    )
    for case in cases.iterator(chunk_size=500):
        found = _inside(case, on=today), ANSWER.notice(case, on=today, calendar=calendar)
        yield from filter(None, found)


def notices_of_waiting(today: dt.date) -> Iterator[StaffNotice]:
    """What is due on a day, or has passed, of all that cases wait for."""
    calendar = load_calendar()
    if not is_worked(calendar, today):
        return
    for case in waiting_cases(InformationRequest.objects.all()).iterator(chunk_size=500):
        for wait in waits_in(case, calendar):
            if wait.kind.reminded and (notice := _of_wait(case, wait, calendar, on=today)):
                yield notice


def notices_unconfirmed(today: dt.date) -> Iterator[StaffNotice]:
    """What nobody has confirmed by the working day after it came."""
    calendar = load_calendar()
    if not is_worked(calendar, today):
        return
    waiting = InformationRequest.objects.unconfirmed_since(today).select_related("organ")
    for case in waiting.iterator(chunk_size=500):
        late = workdays_between(calendar, case.arrived_on, today)
        if late is not None and late > 1:
            yield _CASES.notice(
                case, _UNCONFIRMED, Role.REQUEST_INTAKE, gathered=(Role.SUPERVISOR,), today=today
            )


def _of_wait(
    case: InformationRequest, wait: Wait, calendar: WorkingCalendar, *, on: dt.date
) -> StaffNotice | None:
    """A stage that is reached, or that the day has passed; each told once."""
    role = Role(wait.kind.who) if wait.kind.who else ANSWER.in_charge(case)
    told: dict[str, Any] = {
        "code": wait.kind.code,
        "mark": wait.mark,
        "day": wait.day,
        "label": wait.kind.label,
        "about": f"（{wait.about}）" if wait.about else "",
        "act": wait.next_act(on),
    }
    if wait.is_late(on):
        return _CASES.notice(case, _WAITS_LATE, role, gathered=(Role.SUPERVISOR,), **told)
    left = workdays_between(calendar, on, wait.day)
    stage = None if left is None else stage_reached(left)
    if stage is None:
        return None
    return _CASES.notice(case, _WAITS_AHEAD, role, left=left, stage=stage, **told)


def _inside(case: InformationRequest, *, on: dt.date) -> StaffNotice | None:
    """The organ's own terms for the draft and for the review; told once each."""
    drafting = case.status in _DRAFTING
    due, what = (case.draft_due_on, "拟稿") if drafting else (case.review_due_on, "审核")
    if due is None or on < due or not (drafting or case.status in IN_REVIEW):
        return None
    return _CASES.notice(case, _INSIDE, ANSWER.in_charge(case), due=due, what=what)
