"""The queues of an officer's day: what came in, what is theirs, what is due, what is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.desk.today import Tool
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar
from requests_app.choices import ConsultationKind
from requests_app.models import (
    Assistance,
    Consultation,
    InformationRequest,
    Remedy,
    RequestAct,
)
from requests_app.presenters.due import SOON_DAYS, Due, due_of, due_of_rectification
from requests_app.querysets import WORKING_ROLES, RequestQuerySet
from requests_app.queues.waits import Waiting, waiting
from requests_app.rectification.models import Rectification
from requests_app.rectification.presenters.masks import masked_subject
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import OPEN, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.workdays.calendar import WorkingCalendar

ROWS = 8
_WITH_APPLICANT = (Status.AWAITING_CORRECTION, Status.AWAITING_PAYMENT)


@dataclass(frozen=True)
class CaseQueue:
    """A list on the first page: its first rows and how many there are."""

    title: str
    hint: str
    query: str
    count: int
    rows: list[tuple[InformationRequest, Due]]


@dataclass(frozen=True)
class RectificationQueue:
    """The requests for rectification that wait for the person, each with what it is about."""

    count: int
    rows: list[tuple[Rectification, str, Due]]


@dataclass(frozen=True)
class CaseQueues:
    """What of an officer's day are applications."""

    unconfirmed: CaseQueue | None
    mine: CaseQueue
    soon: CaseQueue
    late: CaseQueue
    assistances: list[Assistance]
    letters: list[Consultation]
    waiting: Waiting
    may_take_in: bool
    rectifications: RectificationQueue


def case_queues(user: User | AnonymousUser, on: dt.date) -> CaseQueues | None:
    """The queues of one person on a day; None for those who have nothing to do with cases."""
    if not organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR):
        return None
    seen = InformationRequest.objects.worked_on_by(user).select_related("organ")
    seen, calendar = seen.order_by("reply_due_on", "pk"), load_calendar()

    def queue(title: str, hint: str, name: str, rows: RequestQuerySet) -> CaseQueue:
        first = [(case, due_of(case, calendar, on=on)) for case in rows[:ROWS]]
        return CaseQueue(title, hint, f"queue={name}", rows.count(), first)

    return CaseQueues(
        unconfirmed=(
            queue("待确认的申请", "一个工作日内与申请人确认", "new", unconfirmed(seen))
            if organs_with_role(user, Role.REQUEST_INTAKE, Role.SUPERVISOR)
            else None
        ),
        mine=queue("待我办理的申请", "按答复期限排列", "mine", mine(seen, user, on=on)),
        soon=queue(
            "将到期的申请",
            f"{SOON_DAYS}个工作日以内",
            "soon",
            due_soon(seen, on=on, calendar=calendar),
        ),
        late=queue("逾期的申请", "超过答复期限", "late", seen.late(on=on)),
        assistances=list(awaited_assistances(user)[:ROWS]),
        letters=awaited_letters(user)[:ROWS],
        waiting=waiting(InformationRequest.objects.worked_on_by(user), on=on),
        may_take_in=bool(organs_with_role(user, Role.REQUEST_INTAKE)),
        rectifications=_rectifications(user, on=on),
    )


def tools_of(queues: CaseQueues) -> list[Tool]:
    """The button of those who take applications in."""
    if not queues.may_take_in:
        return []
    return [Tool("代为登记申请", "admin:requests_app_informationrequest_add", 2)]


def unconfirmed(cases: RequestQuerySet) -> RequestQuerySet:
    """Came in and nobody has confirmed the receipt with the applicant."""
    return cases.filter(status=Status.AWAITING_CONFIRMATION)


def mine(cases: RequestQuerySet, user: User | AnonymousUser, *, on: dt.date) -> RequestQuerySet:
    """What this person can move on: not what a colleague was given to handle, nor what waits for
    an applicant who still has time, nor what only another may judge.
    """
    proposed = Q(extension_proposal__isnull=False, extension__isnull=True)
    heads = Q(organ_id__in=organs_with_role(user, Role.OFFICE_HEAD)) & proposed
    given = Q(status=Status.HANDLING, handler__isnull=False) & ~Q(handler=user.pk) & ~heads
    turn = cases.waiting_for(user) | cases.filter(_ordered(user))
    theirs = turn.exclude(given).exclude(_with_applicant(on))
    return theirs.exclude(_judged_by(user) & ~heads)


def due_soon(
    cases: RequestQuerySet, *, on: dt.date, calendar: WorkingCalendar | None = None
) -> RequestQuerySet:
    """Due within the next working days, the applicant not having the word."""
    try:
        last = (calendar or load_calendar()).add(on, SOON_DAYS)
    except BeyondCalendar:
        last = on + dt.timedelta(days=7)
    soon = Q(reply_due_on__range=(on, last)) | Q(reply_not_before__range=(on, last))
    return cases.open().exclude(status__in=_WITH_APPLICANT).filter(soon)


def awaited_assistances(user: User | AnonymousUser) -> list[Assistance]:
    """What other organs have asked of the person's own and still wait for."""
    organs = organs_with_role(user, Role.REQUEST_HANDLER)
    rows = Assistance.objects.filter(
        organ_id__in=organs, answered_on=None, request__status=Status.HANDLING
    )
    return list(rows.select_related("organ", "request__organ").order_by("due_on", "pk"))


def awaited_letters(user: User | AnonymousUser) -> list[Consultation]:
    """What the person's own organs are asked as co-makers and have not answered."""
    rows = Consultation.objects.filter(
        organ_id__in=organs_with_role(user, Role.REQUEST_HANDLER),
        kind=ConsultationKind.CO_MAKER,
        closed_on=None,
        request__status__in=OPEN,
    )
    return list(rows.select_related("request__organ").order_by("sent_on", "pk"))


def _with_applicant(on: dt.date) -> Q:
    """The applicant has the word, and the day until which they may take it has not passed."""
    # Twenty working days are never over in less than four weeks.
    paying = Q(fee_notice__received_on__gte=on - dt.timedelta(days=28))
    return (
        Q(status=Status.AWAITING_CORRECTION, correction_notice__respond_by__gte=on)
        | Q(status=Status.AWAITING_REASONS, reasons_demand__respond_by__gte=on)
        | (Q(status=Status.AWAITING_PAYMENT) & paying)
    )


def _ordered(user: User | AnonymousUser) -> Q:
    """What a decision orders to be answered anew, for the heads who take it up again."""
    orders = Remedy.objects.filter(
        request=OuterRef("pk"),
        redo_by__isnull=False,
        reopening=None,
        decided_on__gte=OuterRef("closed_on"),
    )
    organs = organs_with_role(user, Role.OFFICE_HEAD)
    sources = WORKFLOW.actions["reopen"].sources
    return Q(Exists(orders), status__in=sources, organ_id__in=organs, parts=None, joined_to=None)


def _judged_by(user: User | AnonymousUser) -> Q:
    """What waits for a judgement of another, as the person wrote or judged it before."""
    last = RequestAct.objects.filter(request=OuterRef("request"), action="submit_answer")
    since = Subquery(last.order_by("-pk").values("pk")[:1])
    found = Q(pk__in=())
    for row in WORKFLOW.transitions:
        if row.apart_from:
            theirs = RequestAct.objects.filter(
                request=OuterRef("pk"), by=user.pk, action__in=row.apart_from, pk__gte=since
            )
            found |= Q(Exists(theirs), status__in=row.sources)
    return found


def _rectifications(user: User | AnonymousUser, *, on: dt.date) -> RectificationQueue:
    waiting = Rectification.objects.waiting_for(user)
    rows = waiting.select_related("organ").order_by("due_on", "pk")[:ROWS]
    return RectificationQueue(
        waiting.count(),
        [(row, masked_subject(row), due_of_rectification(row, on=on)) for row in rows],
    )
