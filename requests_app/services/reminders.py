"""Reminders of what is due, from the state of a case and not from the date of the run.

A stage that has been reached is told once, by its key: a week without runs loses nothing, a
repeated run sends nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.services import notify
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.workflow.states import IN_REVIEW, Status

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workdays.calendar import WorkingCalendar

# Working days left at which those in charge are told; afterwards the supervisors too, daily.
STAGES = (0, 1, 3, 5)
_IN_CHARGE = {
    Status.REGISTERED: Role.REQUEST_INTAKE,
    Status.REVIEW: Role.ANSWER_REVIEWER,
    Status.SECOND_REVIEW: Role.ANSWER_REVIEWER,
    Status.SECRECY_REVIEW: Role.SECRECY_REVIEWER,
    Status.SIGNING: Role.SIGNER,
    Status.DELIVERING: Role.REQUEST_INTAKE,
}
# While the applicant has the word there is nothing for an officer to hurry.
_WAITING = (Status.AWAITING_CORRECTION, Status.AWAITING_PAYMENT)


class _Staff:
    """Who holds which role where, read once a run and organ."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Role], frozenset[User]] = {}

    def of(self, case: InformationRequest, *roles: Role) -> set[User]:
        """Who is told: the case's own handler while they are one, else everyone with the role.

        Where nobody holds the role any more, the supervisors learn that the case has nobody.
        """
        people: set[User] = set()
        for role in roles:
            holders = self._holders(case, role)
            if role == Role.REQUEST_HANDLER and case.handler in holders:
                holders = frozenset({case.handler})
            people |= holders
        return people or set(self._holders(case, Role.SUPERVISOR))

    def _holders(self, case: InformationRequest, role: Role) -> frozenset[User]:
        key = case.organ_id, role
        if key not in self._known:
            rows = Membership.objects.holders(case.organ, role)
            self._known[key] = frozenset(row.user for row in rows)
        return self._known[key]


def remind_of_answers(*, at: dt.datetime) -> int:
    """Queue what the state of every open case calls for today; returns how many notices."""
    today = timezone.localdate(at)
    calendar = load_calendar()
    cases = (
        InformationRequest.objects.open()
        .exclude(status__in=_WAITING)
        .filter(reply_due_on__isnull=False)
        .select_related("organ", "handler")
    )
    staff = _Staff()
    return sum(
        _remind(case, today, calendar, staff, at=at) for case in cases.iterator(chunk_size=500)
    )


def alarm_unconfirmed(*, at: dt.datetime) -> int:
    """Tell intake and supervisors of what nobody has confirmed by the next working day."""
    today = timezone.localdate(at)
    calendar = load_calendar()
    told, staff = 0, _Staff()
    waiting = InformationRequest.objects.unconfirmed_since(today).select_related("organ")
    for case in waiting.iterator(chunk_size=500):
        late = _working_days(calendar, case.arrived_on, today)
        if late is None or late <= 1:
            continue
        people = staff.of(case, Role.REQUEST_INTAKE, Role.SUPERVISOR)
        told += _tell(
            case,
            people,
            subject=f"申请尚未确认：{case.number}",
            body=f"申请{case.number}于{case.arrived_on.isoformat()}来件，"
            "已超过一个工作日没有与申请人确认（条例第三十一条），请尽快联系申请人确认。",
            key=f"unconfirmed:{today.isoformat()}",
            at=at,
        )
    return told


def _remind(
    case: InformationRequest,
    today: dt.date,
    calendar: WorkingCalendar,
    staff: _Staff,
    *,
    at: dt.datetime,
) -> int:
    due = case.reply_due_on
    if due is None:
        return 0
    told = _remind_inside(case, today, staff, at=at)
    if today > due:
        return told + _tell(
            case,
            staff.of(case, _role(case), Role.SUPERVISOR),
            subject=f"申请逾期未答复：{case.number}",
            body=f"申请{case.number}的答复期限为{due.isoformat()}，已经逾期（条例第三十三条）。",
            # Once a day, also on a day on which the calendar moved the date.
            key=f"late:{today.isoformat()}",
            at=at,
        )
    left = _working_days(calendar, today, due)
    reached = [stage for stage in STAGES if left is not None and left <= stage]
    if not reached:
        return told
    return told + _tell(
        case,
        staff.of(case, _role(case)),
        subject=f"答复期限提醒：{case.number}",
        body=f"申请{case.number}应在{due.isoformat()}前答复，还有{left}个工作日。",
        key=f"left:{due.isoformat()}:{reached[0]}",
        at=at,
    )


def _remind_inside(
    case: InformationRequest, today: dt.date, staff: _Staff, *, at: dt.datetime
) -> int:
    """The organ's own terms for the draft and for the review; told once each."""
    drafting = case.status in (Status.REGISTERED, Status.HANDLING)
    due, what = (case.draft_due_on, "拟稿") if drafting else (case.review_due_on, "审核")
    if due is None or today < due or not (drafting or case.status in IN_REVIEW):
        return 0
    return _tell(
        case,
        staff.of(case, _role(case)),
        subject=f"内部{what}期限提醒：{case.number}",
        body=f"申请{case.number}的内部{what}期限为{due.isoformat()}，请抓紧办理。",
        key=f"inside:{what}:{due.isoformat()}",
        at=at,
    )


def _role(case: InformationRequest) -> Role:
    return _IN_CHARGE.get(Status(case.status), Role.REQUEST_HANDLER)


def _tell(
    case: InformationRequest,
    people: Iterable[User],
    *,
    subject: str,
    body: str,
    key: str,
    at: dt.datetime,
) -> int:
    told: list[User] = sorted(people, key=lambda person: person.pk)
    if told:
        notify(
            kind="requests.due",
            recipients=told,
            subject=subject,
            body=body,
            url=f"/admin/requests_app/informationrequest/{case.pk}/change/",
            dedup_key=f"request:{case.pk}:{key}",
            at=at,
        )
    return len(told)


def _working_days(calendar: WorkingCalendar, first: dt.date, last: dt.date) -> int | None:
    """Working days after `first` up to `last`; None beyond the loaded calendar."""
    try:
        return calendar.count(first, last)
    except BeyondCalendar:
        return None
