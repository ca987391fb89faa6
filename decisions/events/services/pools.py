"""Places under the lock of their session: counted, given, moved up, taken back.

The session is locked first and always, then the sign-ups in their order, then the counter of
numbers: two acts wait for each other, and none sees places that another one gives away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.events import promotion
from decisions.events.choices import OfferEnd
from decisions.events.models import EventSession, Offer, SessionGroup, SignUp, SignUpAct
from decisions.events.permissions import SIGNUP_RULES
from decisions.events.querysets import SignUpQuerySet
from decisions.events.services import issued_tickets
from decisions.events.services.notices import tell
from decisions.events.workflow import SIGNUP_WORKFLOW, Place, Status
from portal.acts.steps import Steps
from portal.personal import holds

if TYPE_CHECKING:
    from portal.workflow import Act

_OFFER_ENDS: Final = {
    "accept": OfferEnd.ACCEPTED,
    "decline": OfferEnd.DECLINED,
    "lapse": OfferEnd.LAPSED,
}


def _prepare(signup: SignUp, act: Act, at: dt.datetime) -> None:
    """A place that is given up is kept on record from that day on."""
    if act.target and not Place(signup.status).is_open:
        signup.closed_on = min(timezone.localdate(at), signup.closed_on or dt.date.max)


def _follow(signup: SignUp, act: Act, _source: str, at: dt.datetime) -> None:
    """The ticket and the offer go with the place."""
    if not act.target:
        return
    if act.action != "offer":
        outcome = _OFFER_ENDS.get(act.action, OfferEnd.VOID)
        signup.offers.filter(ended_at=None).update(ended_at=at, outcome=outcome)
    if signup.status == Place.SEATED:
        issued_tickets.issue(signup, at=at)
    elif not Place(signup.status).is_open:
        issued_tickets.revoke(signup, at=at)


STEPS: Final[Steps[SignUp]] = Steps(
    SignUp,
    SignUpAct,
    "signup",
    "event_signups",
    SIGNUP_RULES,
    holds.OBSTACLES,
    prepare=_prepare,
    follow=_follow,
    tell=tell,
)


@dataclass(frozen=True)
class Pool:
    """Places with a list of their own: those of a session, or of one of its groups."""

    session: EventSession
    group: SessionGroup | None

    @property
    def places(self) -> int:
        return self.group.places if self.group else self.session.places

    def signups(self) -> SignUpQuerySet:
        return SignUp.objects.filter(session=self.session, group=self.group)

    def taken(self) -> int:
        """How many places are held now, offers among them."""
        return int(self.signups().persons_holding())

    def left(self) -> int:
        return promotion.free(self.places, self.taken())

    def waits(self) -> bool:
        """Whether anybody stands on the list."""
        return bool(self.signups().waiting().exists())


def held(pk: int) -> EventSession:
    """The session, locked until the transaction ends: the first lock of every act on its places."""
    rows = EventSession.objects.select_for_update(no_key=True, of=("self",))
    found: EventSession = rows.select_related("event__organ").get(pk=pk)
    return found


def pools_of(session: EventSession) -> Iterator[Pool]:
    """Each list of a session: one, or one for every group."""
    groups: list[SessionGroup | None] = list(session.groups.all())
    for group in groups or [None]:
        yield Pool(session, group)


def settle(session: EventSession, *, at: dt.datetime) -> int:
    """Take back what was offered and not answered, then let the list move up as far as places are
    free; returns how many moved up. The session must be held.
    """
    _lapse(session, at=at)
    return _move_up(session, at=at)


@transaction.atomic
def lapse_session(*, session_id: int, at: dt.datetime) -> int:
    """The same for one session, in a transaction of its own."""
    return settle(held(session_id), at=at)


def lapse_offers(*, at: dt.datetime) -> int:
    """End every offer whose time is over, session by session, each in a transaction of its own;
    returns how many sessions had any. Killed in the middle, it goes on where it was; done twice, it
    does nothing twice.
    """
    due = Offer.objects.filter(ended_at=None, until__lte=at)
    numbers = sorted(set(due.values_list("signup__session_id", flat=True)))
    for number in numbers:
        lapse_session(session_id=number, at=at)
    return len(numbers)


def ends_with(session: EventSession, *, at: dt.datetime) -> int:
    """Everybody of a session that is called off: their sign-ups end; returns how many. It must be
    held.
    """
    rows = list(_locked(session, *Place.open))
    for row in rows:
        STEPS.finish(row, SIGNUP_WORKFLOW.bulk["call_off"], by=None, at=at)
    return len(rows)


def _lapse(session: EventSession, *, at: dt.datetime) -> None:
    rows = _locked(session, Place.OFFERED)
    for row in rows.filter(offers__ended_at=None, offers__until__lte=at):
        STEPS.finish(row, SIGNUP_WORKFLOW.bulk["lapse"], by=None, at=at)


def _move_up(session: EventSession, *, at: dt.datetime) -> int:
    promise = promotion.promise(at, session.starts_at)
    if promise is None or session.is_off or session.event.status != Status.PUBLISHED:
        return 0
    return sum(_move_up_in(pool, promise, at=at) for pool in pools_of(session))


def _move_up_in(pool: Pool, promise: promotion.Promise, *, at: dt.datetime) -> int:
    if not pool.waits() or not (left := pool.left()):
        return 0
    waiting = [
        promotion.Party(key, line, persons)
        for key, line, persons in pool.signups().waiting().values_list("pk", "line", "persons")
    ]
    passing = promotion.Passing(pool.session.passing)
    chosen = [party.key for party in promotion.moving_up(waiting, left, passing)]
    rows = _locked(pool.session, Place.WAITING).filter(pk__in=chosen)
    for row in rows:
        if promise.until is not None:
            Offer.objects.create(signup=row, made_at=at, until=promise.until)
        action = "seat" if promise.is_seat else "offer"
        STEPS.finish(row, SIGNUP_WORKFLOW.bulk[action], by=None, at=at)
    return len(chosen)


def _locked(session: EventSession, *states: Place) -> SignUpQuerySet:
    """Sign-ups of a session, each held, in their order; they carry the session with them."""
    rows = SignUp.objects.select_for_update(no_key=True, of=("self",)).filter(
        session=session, status__in=states
    )
    return rows.select_related("organ", "user", "session").order_by("line")
