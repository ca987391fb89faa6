"""The meeting itself: who came, what each said, what became of it, told to each and to all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.ledgers.refusals import public_text
from decisions.seats.choices import Answer, Channel
from decisions.seats.models import Applicant, Remark, Sitting
from decisions.seats.services import applicant_steps
from decisions.seats.services.sittings import STEPS
from decisions.seats.workflow import Place
from portal.acts.refusals import numbers_of
from portal.common.errors import ActRefused
from portal.common.moments import moment_words

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST: Final = 3_000


@transaction.atomic
def hold(*, sitting: Sitting, numbers: Sequence[str] = (), by: User, at: dt.datetime) -> Sitting:
    """The meeting was held, with those who came by their numbers. Raises ActRefused before it has
    begun, and for numbers of people who had not said yes.
    """
    row, act = STEPS.begin(sitting, "hold", by, at)
    if at < row.meets_at:
        raise ActRefused(f"会议{moment_words(row.meets_at)}召开，会后登记。")
    came = set(numbers_of(numbers))
    people = list(applicant_steps.locked(row, Place.COMING, Place.INVITED, Place.SUBSTITUTE))
    coming = {one.line for one in people if one.status == Place.COMING}
    if wrong := sorted(came - coming):
        raise ActRefused(f"{wrong[0]}号没有登记“接受”，不能登记到会，请核对编号。")
    row.held_on = timezone.localdate(row.meets_at)
    for one in people:
        if one.status == Place.COMING:
            applicant_steps.move(one, "attend" if one.line in came else "miss", by=by, at=at)
            continue
        if one.status == Place.INVITED:
            applicant_steps.log(one, Answer.TOO_LATE, Channel.RULE, by=by, at=at)
        applicant_steps.move(one, "end", by=by, at=at)
    return STEPS.finish(row, act, by=by, at=at, details={"came": sorted(came)})


@transaction.atomic
def note_said(*, sitting: Sitting, number: int, said: str, by: User, at: dt.datetime) -> Sitting:
    """What one said, or that they said nothing; written again it is corrected."""
    row, act = STEPS.begin(sitting, "note_said", by, at)
    found = _attended(row, number)
    text = public_text(said, "说了什么", _LONGEST)
    Remark.objects.update_or_create(applicant=found, defaults={"said": text, "updated_at": at})
    return STEPS.finish(row, act, by=by, at=at, details={"number": number})


@transaction.atomic
def note_outcome(
    *, sitting: Sitting, number: int, became: str, by: User, at: dt.datetime
) -> Sitting:
    """What became of it: adopted or not, and why."""
    row, act = STEPS.begin(sitting, "note_outcome", by, at)
    statement = Remark.objects.filter(applicant=_attended(row, number)).first()
    if statement is None:
        raise ActRefused(f"还没有登记{number}号说了什么，请先登记。")
    statement.became = public_text(became, "采纳情况", _LONGEST)
    statement.updated_at = at
    statement.save()
    return STEPS.finish(row, act, by=by, at=at, details={"number": number})


@transaction.atomic
def tell(*, sitting: Sitting, by: User, at: dt.datetime) -> Sitting:
    """Publish what was said and what became of it, and tell each who came."""
    row, act = STEPS.begin(sitting, "tell", by, at)
    for one in applicant_steps.locked(row, Place.ATTENDED):
        applicant_steps.move(one, "report", by=by, at=at)
    row.told_at = at
    return STEPS.finish(row, act, by=by, at=at)


def _attended(sitting: Sitting, number: int) -> Applicant:
    found = Applicant.objects.filter(sitting=sitting, line=number, status=Place.ATTENDED).first()
    if found is None:
        raise ActRefused(f"{number}号没有到会，请核对编号。")
    return found
