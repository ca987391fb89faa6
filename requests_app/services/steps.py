"""How every act begins and ends: locked, permitted, moved, audited, reckoned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar
from requests_app import workflow
from requests_app.choices import Status
from requests_app.deadlines.facts import FactsError
from requests_app.models import InformationRequest, RequestAct
from requests_app.permissions import may_act
from requests_app.services.clock import apply_clock
from requests_app.services.letters.numbers import issue_letters
from requests_app.services.notices import tell_applicant

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.statute import Article


def begin(
    request: InformationRequest, action: str, by: User | None
) -> tuple[InformationRequest, workflow.Transition]:
    """The row locked until the act is done (two people, one winner), and what it does.

    `by` is None when the applicant acts, of which the door has made sure.
    """
    held = locked(request)
    _permit(held, action, by)
    return held, workflow.ACTIONS[action]


def begin_beside(
    request: InformationRequest, action: str, by: User
) -> tuple[InformationRequest, workflow.SideAct]:
    """The same for an act that leaves the state as it is."""
    held = locked(request)
    _permit(held, action, by)
    return held, workflow.SIDE_ACTS[action]


def locked(request: InformationRequest) -> InformationRequest:
    """The row as it is now, held until the transaction ends."""
    # No join: a row that was given to another organ while this waited would not be found by it.
    return InformationRequest.objects.select_for_update().get(pk=request.pk)


def move(
    request: InformationRequest,
    transition: workflow.Transition,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> InformationRequest:
    """The only place that writes a state."""
    source, request.status = request.status, Status(transition.target)
    _keep(
        request,
        action=transition.action,
        sentence=transition.sentence,
        basis=transition.basis,
        source=source,
        by=by,
        at=at,
        reason=reason,
        details=details,
    )
    return request


def note(
    request: InformationRequest,
    act: workflow.SideAct,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> InformationRequest:
    """Record an act that leaves the state as it is."""
    _keep(
        request,
        action=act.action,
        sentence=act.sentence,
        basis=act.basis,
        source=request.status,
        by=by,
        at=at,
        reason=reason,
        details=details,
    )
    return request


def needed(text: str, what: str) -> str:
    """The text without blanks around it; raises ActRefused when there is none."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise ActRefused(f"请填写{what}。")
    return text


def not_after(day: dt.date, today: dt.date, what: str) -> dt.date:
    """A day of something that has happened; raises ActRefused for one yet to come."""
    if day > today:
        raise ActRefused(f"{what}晚于今天，请核对。")
    return day


def workdays_after(day: dt.date, number: int, what: str) -> dt.date:
    """A term the organ sets itself; raises ActRefused where the calendar does not reach."""
    try:
        return load_calendar().add(day, number)
    except BeyondCalendar as error:
        told = f"{error}请在工作日历收录该年安排后再定{what}，或者直接填写日期。"
        raise ActRefused(told) from error


def _permit(request: InformationRequest, action: str, by: User | None) -> None:
    verdict = may_act(by or AnonymousUser(), request, action, as_applicant=by is None)
    if not verdict:
        raise NotPermitted(verdict.reason)


def _keep(
    request: InformationRequest,
    *,
    action: str,
    sentence: str,
    basis: Article,
    source: str,
    by: User | None,
    at: dt.datetime,
    reason: str,
    details: dict[str, Any] | None,
) -> None:
    """The clock anew, the row, the act, the audit entry, the notice: nothing personal in them."""
    request.updated_at = at
    try:
        apply_clock(request, as_of=timezone.localdate(at))
    except FactsError as error:
        raise ActRefused(str(error)) from error
    request.save()
    act = RequestAct.objects.create(
        request=request,
        action=action,
        source=source,
        target=request.status,
        by=by,
        at=at,
        reason=reason[:500],
    )
    letters = issue_letters(request, action, by=by, at=at)
    record(
        action=f"requests.{action}",
        summary=f"{sentence}：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=basis,
        details={
            "source": source,
            "target": request.status,
            **({"letters": letters} if letters else {}),
            **(details or {}),
        },
    )
    tell_applicant(request, act, at=at)
