"""Asking representatives and letting substitutes move up, by the published order alone; every call
is a line of the log, and nobody is passed over without one.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.draws.draw import Candidate
from decisions.ledgers.refusals import public_text
from decisions.seats.choices import Answer, Channel
from decisions.seats.models import Applicant, Drawn, Sitting
from decisions.seats.services import applicant_steps
from decisions.seats.services.sittings import STEPS
from decisions.seats.services.words import materials_last
from decisions.seats.substitutes import next_in
from decisions.seats.workflow import SEATED, Place, Status
from portal.common.errors import ActRefused
from portal.common.moments import moment_words
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from portal.accounts.models import User

# Ways in which staff reaches somebody; the others are the portal's.
WAYS: Final = (Channel.PHONE, Channel.TEXT, Channel.MAIL, Channel.DOOR)
# What staff puts on record of somebody in which state.
_FROM: Final = {
    Answer.WAITING: (Place.INVITED,),
    Answer.ACCEPTED: (Place.INVITED,),
    Answer.DECLINED: (Place.INVITED, Place.SUBSTITUTE, Place.COMING),
    Answer.UNREACHABLE: (Place.INVITED,),
    Answer.NOT_ELIGIBLE: (Place.INVITED, Place.COMING),
    Answer.NOT_PROVED: (Place.INVITED, Place.COMING),
}
ANSWERS: Final = tuple(_FROM)
_TRIES: Final = 2
_LONGEST: Final = 300


@transaction.atomic
def call(
    *, sitting: Sitting, number: int, channel: str, answer: str, note: str = "", by: User,
    at: dt.datetime,
) -> Sitting:  # fmt: skip
    """One call and what came of it. Raises ActRefused for what the rule does not allow: nobody is
    unreachable before two ways were tried and the time to answer is over.
    """
    applicant_steps.held(sitting.pk)
    row, act = STEPS.begin(sitting, "call", by, at)
    if channel not in WAYS or answer not in _FROM:
        raise ActRefused("请选择联系方式和结果。")
    found, way = Answer(answer), Channel(channel)
    applicant = applicant_steps.locked(row, *Place).filter(line=number).first()
    if applicant is None or applicant.status not in _FROM[found]:
        raise ActRefused(f"{number}号现在不能登记“{found.label}”，请核对编号。")
    note = public_text(note, "情况", _LONGEST, required=found == Answer.NOT_ELIGIBLE)
    _check(applicant, found, at)
    applicant_steps.log(applicant, found, way, by=by, at=at, note=note)
    if found == Answer.WAITING:
        if applicant.answer_by is None:
            hours = dt.timedelta(hours=row.answer_hours)
            applicant.answer_by = min(at + hours, max(row.meets_at, at))
            applicant.save(update_fields=["answer_by"])
    elif found == Answer.ACCEPTED:
        applicant_steps.move(applicant, "come", by=by, at=at)
    else:
        _drop(row, applicant, by=by, at=at)
    return STEPS.finish(
        row, act, by=by, at=at, details={"number": number, "answer": answer, "channel": channel}
    )


def may_accept(applicant: Applicant, at: dt.datetime) -> Verdict:
    """Whether they say yes on the page now: what its button shows, and the act refuses with."""
    verdict = applicant_steps.STEPS.party_verdict(applicant, "accept", on=timezone.localdate(at))
    return _time_to_accept(applicant, at) if verdict else verdict


@transaction.atomic
def accept(*, applicant: Applicant, at: dt.datetime) -> Applicant:
    """Say yes on the page. Raises ActRefused when the time to answer is over, and once the meeting
    has begun: whoever stands at its door is put on record by those who receive them.
    """
    sitting = applicant_steps.held(applicant.sitting_id)
    row, act = applicant_steps.STEPS.begin(applicant, "accept", None, at)
    row.sitting = sitting
    if not (open_yet := _time_to_accept(row, at)):
        raise ActRefused(open_yet.reason)
    applicant_steps.log(row, Answer.ACCEPTED, Channel.PAGE, by=None, at=at)
    return applicant_steps.STEPS.finish(row, act, by=None, at=at)


@transaction.atomic
def decline(*, applicant: Applicant, at: dt.datetime) -> Applicant:
    """Say no, also later; the next of the order moves up in the same transaction."""
    sitting = applicant_steps.held(applicant.sitting_id)
    row, act = applicant_steps.STEPS.begin(applicant, "decline", None, at)
    had_seat, row.sitting = row.status in SEATED, sitting
    applicant_steps.log(row, Answer.DECLINED, Channel.PAGE, by=None, at=at)
    done = applicant_steps.STEPS.finish(row, act, by=None, at=at)
    if had_seat:
        promote(sitting, row.seat_group, by=None, at=at)
    return done


def promote(
    sitting: Sitting, seat_group: str, *, by: User | None, at: dt.datetime
) -> Applicant | None:
    """The next of the order for a seat that fell free, if there is one and the meeting lies ahead.
    The meeting must be held.
    """
    if at >= sitting.meets_at or sitting.status not in (Status.CLOSED, Status.CHOSEN):
        return None
    # Nobody is to come to a hearing who had its materials for less than the days of the law.
    if sitting.is_hearing and timezone.localdate(at) > materials_last(sitting):
        return None
    waiting = {str(row.line): row for row in applicant_steps.locked(sitting, Place.SUBSTITUTE)}
    rows = Drawn.objects.filter(sitting=sitting).order_by("rank").values_list("number", "group")
    order = [Candidate(str(number), group) for number, group in rows]
    used = {each.number for each in order} - set(waiting)
    found = next_in(order, used, seat_group)
    if found is None:
        return None
    applicant: Applicant = waiting[found.number]
    applicant.seat_group = seat_group
    return applicant_steps.move(applicant, "invite", by=by, at=at)


def _drop(sitting: Sitting, applicant: Applicant, *, by: User, at: dt.datetime) -> None:
    had_seat = applicant.status in SEATED
    applicant_steps.move(applicant, "drop", by=by, at=at)
    if had_seat:
        promote(sitting, applicant.seat_group, by=by, at=at)


def _check(applicant: Applicant, answer: Answer, at: dt.datetime) -> None:
    if answer == Answer.ACCEPTED and not (in_time := _in_time(applicant, at)):
        raise ActRefused(in_time.reason)
    if answer == Answer.NOT_PROVED and not applicant.group:
        raise ActRefused("这次列席不分组，没有组别要证明。")
    if answer != Answer.UNREACHABLE:
        return
    tried = applicant.calls.filter(answer=Answer.WAITING).values_list("channel", flat=True)
    if len(set(tried)) < _TRIES:
        raise ActRefused("联系不上的，先用两种方式各联系一次并登记，再登记联系不上。")
    if applicant.answer_by is None or at < applicant.answer_by:
        until = moment_words(applicant.answer_by) if applicant.answer_by else ""
        raise ActRefused(f"答复的时间到{until}为止，过后才能登记联系不上。")


def _time_to_accept(applicant: Applicant, at: dt.datetime) -> Verdict:
    meets_at = applicant.sitting.meets_at
    if at >= meets_at:
        return refuse(
            f"会议已于{moment_words(meets_at)}开始，网页上不能再答复“我来列席”；"
            "已经到了会场的，请现场的工作人员登记。"
        )
    return _in_time(applicant, at)


def _in_time(applicant: Applicant, at: dt.datetime) -> Verdict:
    if applicant.answer_by is not None and at >= applicant.answer_by:
        return refuse(f"答复的时间到{moment_words(applicant.answer_by)}为止，已经过了。")
    return ALLOWED
