"""Signing up, saying yes or no to a place, giving one up: each under the lock of the session."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.events import promotion
from decisions.events.models import EventSession, SessionGroup, SignUp
from decisions.events.services import issued_tickets, pools
from decisions.events.services.notices import tell_signed_up
from decisions.events.services.pools import STEPS, Pool
from decisions.events.workflow import PLACES, SIGNUP_WORKFLOW, Place, Status
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.moments import moment_words, until_words
from portal.common.typed import as_written, said
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.personal.person_index import person_index
from portal.tracking.intake import Numbering, Receipt

if TYPE_CHECKING:
    from portal.accounts.models import User

_PERSON: Final = "event person"
LONGEST_NAME: Final = 40
LONGEST_NEEDS: Final = 200
_NUMBERING: Final = Numbering(SignUp, "event signups", "{code}-{year}-BM{count:05d}".format)


@dataclass(frozen=True)
class Asked:
    """What a form says: who comes with how many, how they are reached, what they need."""

    name: str
    phone: str = ""
    email: str = ""
    companions: int = 0
    group: SessionGroup | None = None
    needs: str = ""
    by_guardian: bool = False


@transaction.atomic
def sign_up(
    *,
    session: EventSession,
    asked: Asked,
    key: uuid.UUID,
    at: dt.datetime,
    user: User | None = None,
) -> Receipt[SignUp]:
    """A place while there is one and nobody waits, else the end of the list. The same key again
    gives the same receipt. Raises ActRefused before and after the time for it, for a contact that
    has signed up for the session, and for more companions than may come.
    """
    held = pools.held(session.pk)
    if not SignUp.objects.filter(submission_key=key).exists():
        pools.settle(held, at=at)
        _check(held, asked, user, at)
    who = person_index(_PERSON, user=user, phone=asked.phone, email=asked.email)

    def new(given: dict[str, Any]) -> SignUp:
        pool = Pool(held, asked.group)
        persons = 1 + asked.companions
        seated = promotion.sits_at_once(
            persons, places=pool.places, taken=pool.taken(), waiting=pool.waits()
        )
        held.lines += 1
        held.save(update_fields=["lines"])
        particulars = as_written({"name": asked.name, "phone": asked.phone, "email": asked.email})
        made = SignUp.objects.create(
            **{**given, **particulars},
            user=user,
            session=held,
            group=asked.group,
            persons=persons,
            needs=said(asked.needs),
            by_guardian=asked.by_guardian,
            line=held.lines,
            person_index=who,
            status=Place.SEATED if seated else Place.WAITING,
            closed_on=timezone.localdate(held.ends_at),
            submitted_at=at,
            updated_at=at,
        )
        if seated:
            issued_tickets.issue(made, at=at)
        STEPS.opened(
            made, "submit", by=None, at=at, summary=SIGNUP_WORKFLOW.openings["submit"],
            basis=PLACES, details={"session": held.pk, "seated": seated},
        )  # fmt: skip
        tell_signed_up(made, seated=seated, at=at)
        return made

    receipt = _NUMBERING.take_in(organ=held.event.organ, key=key, at=at, keep=new)
    if receipt.is_new and receipt.case.status == Place.WAITING:
        # A party that fits where a larger one before it does not is the next that fits.
        pools.settle(held, at=at)
        receipt.case.refresh_from_db()
    return receipt


def may_accept(signup: SignUp, at: dt.datetime) -> Verdict:
    """Whether they say yes to a place now: what the page shows, and the act refuses with."""
    verdict = STEPS.party_verdict(signup, "accept", on=timezone.localdate(at))
    return _time_to_accept(signup, at) if verdict else verdict


def may_give_up(signup: SignUp, action: str, at: dt.datetime) -> Verdict:
    """The same of giving up a place, or of saying no to one that was offered."""
    verdict = STEPS.party_verdict(signup, action, on=timezone.localdate(at))
    return _before_it_begins(signup, at) if verdict else verdict


@transaction.atomic
def accept(*, signup: SignUp, at: dt.datetime) -> SignUp:
    """Say yes to a place that was offered. Raises ActRefused when it is too late."""
    session = pools.held(signup.session_id)
    held, act = STEPS.begin(signup, "accept", None, at)
    if not (open_yet := _time_to_accept(held, at)):
        raise ActRefused(open_yet.reason)
    held.session = session
    return STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def decline(*, signup: SignUp, at: dt.datetime) -> SignUp:
    """Say no to it; the next on the list moves up at once."""
    return _given_up(signup, "decline", by=None, at=at)


@transaction.atomic
def withdraw(*, signup: SignUp, at: dt.datetime) -> SignUp:
    """Give a place up, or leave the list; the list moves up in the same transaction. Raises
    ActRefused once the session has begun.
    """
    return _given_up(signup, "withdraw", by=None, at=at)


@transaction.atomic
def strike(*, signup: SignUp, reason: str, by: User, at: dt.datetime) -> SignUp:
    """The organ takes a place away from somebody who does not meet the conditions, with the
    reason, which they read.
    """
    return _given_up(signup, "strike", by=by, at=at, reason=reason)


def _time_to_accept(signup: SignUp, at: dt.datetime) -> Verdict:
    until = signup.offers.get(ended_at=None).until
    if at >= until:
        return refuse(f"确认的时间到{moment_words(until)}为止，名额已经给了下一个人。")
    return ALLOWED


def _before_it_begins(signup: SignUp, at: dt.datetime) -> Verdict:
    return ALLOWED if at < signup.session.starts_at else refuse("活动已经开始，不用再取消。")


def _given_up(
    signup: SignUp, action: str, *, by: User | None, at: dt.datetime, reason: str = ""
) -> SignUp:
    session = pools.held(signup.session_id)
    held, act = STEPS.begin(signup, action, by, at)
    held.session = session
    if by is None and not (open_yet := _before_it_begins(held, at)):
        raise ActRefused(open_yet.reason)
    if act.needs_reason:
        reason = needed(reason, "取消的原因")
    done = STEPS.finish(held, act, by=by, at=at, reason=reason)
    pools.settle(session, at=at)
    return done


def _check(session: EventSession, asked: Asked, user: User | None, at: dt.datetime) -> None:
    """Raises ActRefused for whatever keeps somebody from signing up now."""
    event = session.event
    if event.status != Status.PUBLISHED or session.is_off:
        raise ActRefused("这一场已经取消或者结束，不能报名。")
    if at < session.opens_at:
        raise ActRefused(f"报名从{moment_words(session.opens_at)}开始，请到时再来。")
    if at >= session.closes_at:
        raise ActRefused(f"报名已于{until_words(session.closes_at)}截止，这份报名没有收。")
    if not said(asked.name) or len(asked.name) > LONGEST_NAME:
        raise ActRefused(f"请写一个称呼，最多{LONGEST_NAME}字。")
    if len(asked.needs) > LONGEST_NEEDS:
        raise ActRefused(f"需要的帮助最多写{LONGEST_NEEDS}字，请删减。")
    if not 0 <= asked.companions <= session.most_companions:
        raise ActRefused(f"每人最多带{session.most_companions}人，请改少。")
    groups: set[int | None] = {group.pk for group in session.groups.all()}
    if (asked.group.pk if asked.group else None) not in (groups or {None}):
        raise ActRefused("请选择报名的组别。")
    who = person_index(_PERSON, user=user, phone=asked.phone, email=asked.email)
    if not who:
        raise ActRefused("请留手机号或者电子邮箱，好把名额的情况告诉您。")
    if SignUp.objects.open().filter(session=session, person_index=who).exists():
        raise ActRefused("这个联系方式已经报过这一场，一人只报一次；要改人数，请先取消再报。")
    if 1 + asked.companions > Pool(session, asked.group).places:
        raise ActRefused("人数比这一场的名额还多，请改少。")
