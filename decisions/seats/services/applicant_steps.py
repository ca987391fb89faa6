"""The steps of an application, and the lock under which all of them stand.

The meeting is locked first and always, then its applications in the order of their numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.seats.choices import Answer, Channel, worded
from decisions.seats.models import Applicant, ApplicantAct, Call, Sitting
from decisions.seats.permissions import APPLICANT_RULES
from decisions.seats.querysets import ApplicantQuerySet
from decisions.seats.services.notices import tell
from decisions.seats.workflow import APPLICANT_WORKFLOW, Place
from portal.acts.steps import Steps
from portal.personal import holds

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act


def _prepare(applicant: Applicant, act: Act, at: dt.datetime) -> None:
    """Whoever is out of it is kept on record from that day on."""
    if act.target and not Place(applicant.status).is_open:
        applicant.closed_on = timezone.localdate(at)
    if act.action == "invite":
        applicant.invited_at = at


STEPS: Final[Steps[Applicant]] = Steps(
    Applicant,
    ApplicantAct,
    "applicant",
    "seats_applicants",
    APPLICANT_RULES,
    holds.OBSTACLES,
    prepare=_prepare,
    tell=tell,
    worded=lambda row, text: worded(text, row.sitting.kind),
)


def held(pk: int) -> Sitting:
    """The meeting, locked until the transaction ends."""
    rows = Sitting.objects.select_for_update(no_key=True, of=("self",))
    found: Sitting = rows.select_related("organ").get(pk=pk)
    return found


def locked(sitting: Sitting, *states: Place) -> ApplicantQuerySet:
    """Applications of a meeting that is held, each locked, in the order of their numbers."""
    rows = Applicant.objects.select_for_update(no_key=True, of=("self",)).filter(
        sitting=sitting, status__in=states
    )
    return rows.select_related("organ", "user", "sitting").order_by("line")


def move(applicant: Applicant, action: str, *, by: User | None, at: dt.datetime) -> Applicant:
    """What a meeting does to an application that is locked."""
    return STEPS.finish(applicant, APPLICANT_WORKFLOW.bulk[action], by=by, at=at)


def log(
    applicant: Applicant,
    answer: Answer,
    channel: Channel,
    *,
    by: User | None,
    at: dt.datetime,
    note: str = "",
) -> Call:
    """A line of the public log."""
    return Call.objects.create(
        applicant=applicant, answer=answer, channel=channel, note=note, by=by, at=at
    )
