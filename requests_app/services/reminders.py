"""Reminders of answers that are due, of the organ's own terms, and of what nobody confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, workdays_between
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.workflow.states import APPLICANT, IN_REVIEW, Status

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar

# While the applicant has the word there is nothing for an officer to hurry.
_WAITING: Final = tuple(state for state in Status.open if state.waits_for == APPLICANT)


def _page(case: InformationRequest) -> str:
    return reverse("admin:requests_app_informationrequest_change", args=[case.pk])


_CASES: Final = Concern(
    kind="requests.due",
    page=_page,
    handler_role=Role.REQUEST_HANDLER,
    substitute=Role.SUPERVISOR,
)
_ANSWER: Final = Term(
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


def remind_of_answers(*, at: dt.datetime) -> int:
    """Queue what the state of every open case calls for today; returns how many were told."""
    today, calendar = timezone.localdate(at), load_calendar()
    cases = (
        InformationRequest.objects.open()
        .exclude(status__in=_WAITING)
        .filter(reply_due_on__isnull=False)
        .select_related("organ", "handler")
    )
    notices = (
        notice
        for case in cases.iterator(chunk_size=500)
        for notice in (
            _inside(case, on=today),
            _ANSWER.notice(case, on=today, calendar=calendar),
        )
        if notice
    )
    return tell_staff(notices, at=at).people


def alarm_unconfirmed(*, at: dt.datetime) -> int:
    """Tell intake and supervisors of what nobody has confirmed by the next working day."""
    return tell_staff(_unconfirmed(timezone.localdate(at), load_calendar()), at=at).people


def _inside(case: InformationRequest, *, on: dt.date) -> StaffNotice | None:
    """The organ's own terms for the draft and for the review; told once each."""
    drafting = case.status in (Status.REGISTERED, Status.HANDLING)
    due, what = (case.draft_due_on, "拟稿") if drafting else (case.review_due_on, "审核")
    if due is None or on < due or not (drafting or case.status in IN_REVIEW):
        return None
    return _CASES.notice(case, _INSIDE, _ANSWER.in_charge(case), due=due, what=what)


def _unconfirmed(today: dt.date, calendar: WorkingCalendar) -> Iterator[StaffNotice]:
    waiting = InformationRequest.objects.unconfirmed_since(today).select_related("organ")
    for case in waiting.iterator(chunk_size=500):
        late = workdays_between(calendar, case.arrived_on, today)
        if late is not None and late > 1:
            roles = Role.REQUEST_INTAKE, Role.SUPERVISOR
            yield _CASES.notice(case, _UNCONFIRMED, *roles, today=today)
