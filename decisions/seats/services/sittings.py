"""A meeting open to representatives: drafted, announced with its lock, aborted."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.draws.lists import sha256
from decisions.events.services.events import call_off_one
from decisions.events.services.pools import held as held_session
from decisions.participation.subscriptions import take_back
from decisions.seats import obstacles
from decisions.seats.choices import OFFERED, Kind, worded
from decisions.seats.models import Sitting, SittingAct, SittingCode
from decisions.seats.permissions import RULES, may_draft
from decisions.seats.services import applicant_steps
from decisions.seats.services.words import fill
from decisions.seats.workflow import RULE, WORKFLOW, Place
from portal.acts.models import Counter
from portal.acts.refusals import text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_SERIES: Final = "sittings"
_CODE_BYTES: Final = 32

STEPS: Final[Steps[Sitting]] = Steps(
    Sitting, SittingAct, "sitting", "seats", RULES, obstacles.OBSTACLES,
    worded=lambda row, text: worded(text, row.kind),
)  # fmt: skip


@transaction.atomic
def draft(*, organ: Organ, by: User, at: dt.datetime, **words: Any) -> Sitting:
    """A new announcement of an organ. Raises NotPermitted, and ActRefused for what is lacking."""
    if not (verdict := may_draft(by, organ)):
        raise NotPermitted(verdict.reason)
    made = Sitting(organ=organ, updated_at=at)
    groups = fill(made, words)
    made.save()
    for name, quota in groups:
        made.groups.create(name=name, quota=quota)
    return STEPS.opened(made, "draft", by=by, at=at, summary=WORKFLOW.openings["draft"], basis=RULE)


@transaction.atomic
def write(*, sitting: Sitting, by: User, at: dt.datetime, **words: Any) -> Sitting:
    """Its words anew, while it is a draft."""
    row, act = STEPS.begin(sitting, "write", by, at)
    groups = fill(row, words)
    row.groups.all().delete()
    for name, quota in groups:
        row.groups.create(name=name, quota=quota)
    return STEPS.finish(row, act, by=by, at=at)


@transaction.atomic
def announce(*, sitting: Sitting, by: User, at: dt.datetime) -> Sitting:
    """Everybody reads it from now on. For a draw the code is made here, sealed, and its hash
    published: nobody has seen the code, nor sees it before its reveal.
    """
    row, act = STEPS.begin(sitting, "announce", by, at)
    if at >= row.closes_at:
        raise ActRefused("报名截止的时间已经过了，请退回修改。")
    year = timezone.localdate(at).year
    counter = Counter.hold(organ=row.organ, series=_SERIES, year=year)
    row.draw_id = f"{row.organ.code}-{year}-LX{counter.take():03d}"
    row.announced_at = at
    if row.is_drawn:
        code = secrets.token_hex(_CODE_BYTES)
        row.code_lock = sha256(code.encode())
        SittingCode.objects.create(sitting=row, code=code)
    details = {"draw": row.draw_id, "code_lock": row.code_lock}
    return STEPS.finish(row, act, by=by, at=at, details=details)


@transaction.atomic
def abort(*, sitting: Sitting, reason: str, by: User, at: dt.datetime) -> Sitting:
    """It is not gone on with: everybody is told, and what was published stays."""
    row, act = STEPS.begin(sitting, "abort", by, at)
    row.ended_reason = text_of(reason, "中止的原因", 500)
    take_back(OFFERED[Kind(row.kind)], row.pk, row.get_absolute_url())
    for applicant in applicant_steps.locked(row, *Place.open):
        applicant_steps.move(applicant, "call_off", by=by, at=at)
    if row.observers_id is not None:
        session = held_session(row.observers_id)
        call_off_one(session, f"{row.get_kind_display()}中止：{row.ended_reason}"[:500], at=at)
    return STEPS.finish(row, act, by=by, at=at, reason=row.ended_reason)
