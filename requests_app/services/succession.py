"""承接: an organ was dissolved or merged, and another goes on with everything it had open.

Numbers, codes, states and days stay as they are; who may read and act follows from the organ, so
that nobody of the old one keeps a case open that is no longer theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed, organs_with_role
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.organs.choices import OrganLevel
from portal.organs.models import Organ
from portal.personal.impersonal import impersonal
from requests_app.models import InformationRequest, Succession, TakenOver
from requests_app.permissions import may_take_over
from requests_app.rectification import workflow as rectification_workflow
from requests_app.rectification.models import Rectification
from requests_app.rectification.services import steps as rectification_steps
from requests_app.services.steps import STEPS
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import OPEN

if TYPE_CHECKING:
    from portal.accounts.models import User

NOTICE_OF_CASES = "requests.taken_over"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Estate:
    """What an organ that has ended leaves open."""

    organ: Organ
    requests: Sequence[InformationRequest]
    rectifications: Sequence[Rectification]

    def __len__(self) -> int:
        return len(self.requests) + len(self.rectifications)


def ended_organs(by: User) -> list[Organ]:
    """Organs that ended and whose cases this person may give to another or take over."""
    named = Succession.objects.filter(successor__in=organs_with_role(by, Role.OFFICE_HEAD))
    own = organs_governed(by, Role.SUPERVISOR) | set(named.values_list("organ_id", flat=True))
    return list(Organ.objects.filter(pk__in=own, is_active=False).order_by("path"))


def successors_of(organ: Organ, *, by: User) -> list[Organ]:
    """Organs to which this person may give what it left."""
    working = Organ.objects.filter(is_active=True, path__startswith=organ.root_path)
    if organ.pk in organs_governed(by, Role.SUPERVISOR):
        found = working.filter(pk__in=organs_governed(by, Role.SUPERVISOR))
    else:
        named = Succession.objects.filter(organ=organ).values("successor")
        heads = organs_with_role(by, Role.OFFICE_HEAD)
        found = working.filter(pk__in=named).filter(pk__in=heads)
    return list(found.exclude(level=OrganLevel.STATE).order_by("path"))


def estate_of(organ: Organ) -> Estate:
    """Its open cases, and closed ones over which a review or a suit is pending."""
    return estates_of([organ])[0]


def estates_of(organs: Sequence[Organ]) -> list[Estate]:
    """The same of many, by two queries."""
    contested = Q(remedies__result="", remedies__isnull=False)
    known = InformationRequest.objects.filter(Q(status__in=OPEN) | contested, organ__in=organs)
    cases = list(known.distinct().order_by("reply_due_on", "pk"))
    rows = Rectification.objects.open().filter(organ__in=organs).order_by("due_on", "pk")
    rectifications = list(rows)
    return [
        Estate(
            organ,
            [case for case in cases if case.organ_id == organ.pk],
            [row for row in rectifications if row.organ_id == organ.pk],
        )
        for organ in organs
    ]


@transaction.atomic
def take_over(
    *, organ: Organ, successor: Organ, reason: str, by: User, at: dt.datetime
) -> Succession:
    """Everything goes at once or nothing does; an act and an audit entry for every case."""
    # Held, so that two people give it to one organ and not to two; letters may still refer to it.
    organ = Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    if not (verdict := may_take_over(by, organ, successor)):
        raise NotPermitted(verdict.reason)
    estate = _held(organ)
    if not estate:
        raise ActRefused(f"{organ.name}没有未办结的申请和更正申请，不需要承接。")
    why = impersonal(reason, "承接的依据", of=chain(estate.requests, estate.rectifications))
    if len(why) > LONGEST_REASON:
        raise ActRefused(f"承接的依据最多{LONGEST_REASON}字，请删减。")
    row = Succession.objects.create(organ=organ, successor=successor, reason=why, by=by, at=at)
    for case in estate.requests:
        _take_request(case, row, by=by, at=at)
    for rectification in estate.rectifications:
        _take_rectification(rectification, row, by=by, at=at)
    record(
        action="requests.succession",
        summary=f"{organ.name}未办结的案件由{successor.name}承接，共{len(estate)}件",
        by=by,
        at=at,
        organ=successor,
        subject=row,
        basis=WORKFLOW.bulk["take_over"].basis,
        details={
            **_details(row),
            "reason": why,
            "requests": len(estate.requests),
            "corrections": len(estate.rectifications),
        },
    )
    _tell_staff(row, len(estate), at=at)
    return row


def _held(organ: Organ) -> Estate:
    """What it leaves, locked all at once before the trail is: an act on one of the cases holds
    its row first and then writes the trail too. What such an act has closed meanwhile stays.
    """
    seen = estate_of(organ)
    for rows in (seen.requests, seen.rectifications):
        if rows:
            held = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
            list(held.order_by("pk").select_for_update(no_key=True))
    return estate_of(organ)


def _take_request(case: InformationRequest, row: Succession, *, by: User, at: dt.datetime) -> None:
    _give(case, row)
    TakenOver.objects.create(succession=row, request=case)
    act, details = WORKFLOW.bulk["take_over"], _details(row)
    STEPS.finish(case, act, by=by, at=at, reason=row.reason, details=details)


def _take_rectification(case: Rectification, row: Succession, *, by: User, at: dt.datetime) -> None:
    _give(case, row)
    TakenOver.objects.create(succession=row, rectification=case)
    act, details = rectification_workflow.WORKFLOW.bulk["take_over"], _details(row)
    rectification_steps.STEPS.finish(case, act, by=by, at=at, reason=row.reason, details=details)


def _give(case: InformationRequest | Rectification, row: Succession) -> None:
    case.organ = row.successor
    if case.handler and not holds(case.handler, row.successor, Role.REQUEST_HANDLER):
        case.handler = None


def _details(row: Succession) -> dict[str, str | int]:
    return {"succession": row.pk, "from": row.organ.code, "to": row.successor.code}


def _tell_staff(row: Succession, number: int, *, at: dt.datetime) -> None:
    """Who gives the cases out at the successor, and who answers for its office."""
    notice = StaffNotice(
        kind=NOTICE_OF_CASES,
        key=f"{NOTICE_OF_CASES}:{row.pk}",
        organ=row.successor,
        roles=(Role.REQUEST_INTAKE, Role.OFFICE_HEAD),
        subject=f"承接{row.organ.short_name}的案件",
        body=f"{row.organ.name}未办结的{number}件申请、更正申请由{row.successor.name}承接，"
        "期限不变，请尽快分派承办人。",
        url=reverse("admin:requests_app_informationrequest_changelist"),
    )
    tell_staff([notice], at=at)
