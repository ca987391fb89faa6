"""The sessions of an event: added, changed, called off; what can't be is refused in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.events.choices import Passing, Unit
from decisions.events.models import Event, EventSession, SessionGroup
from decisions.events.moments import span_words
from decisions.events.services import pools
from decisions.events.services.events import STEPS, call_off_one
from decisions.events.services.notices import tell_changed
from decisions.events.workflow import Status
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.moments import moment_words
from portal.common.typed import half_width, said

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_PLACES: Final = 20_000
MOST_COMPANIONS: Final = 9
_LONGEST: Final = 300
_LONGEST_GROUP: Final = 40
_TIMES: Final = ("starts_at", "ends_at", "opens_at", "closes_at")
_GONE_ALREADY: Final = "这一场已经取消或者去掉，请重新选择。"
_GONE: Final = (Status.DISCARDED, Status.CALLED_OFF)


@transaction.atomic
def add_session(
    *,
    event: Event,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    places: int,
    by: User,
    at: dt.datetime,
    groups: Sequence[str] = (),
    **more: Any,
) -> Event:
    """One more session. Raises ActRefused for times out of their order, for a session at the same
    time and place, and for groups whose places are not those of the session together.
    """
    held, act = STEPS.begin(event, "add_session", by, at)
    session = EventSession(
        event=held, starts_at=starts_at, ends_at=ends_at, opens_at=opens_at,
        closes_at=closes_at, places=places, updated_at=at,
    )  # fmt: skip
    _fill(session, more)
    kept = _groups(groups, places)
    _check(session, at)
    session.save()
    SessionGroup.objects.bulk_create(
        SessionGroup(session=session, name=name, places=number) for name, number in kept.items()
    )
    return STEPS.finish(held, act, by=by, at=at, details={"session": session.pk})


@transaction.atomic
def drop_session(*, event: Event, session: EventSession, by: User, at: dt.datetime) -> Event:
    """Take one out of a draft."""
    row = _held(session)
    held, act = STEPS.begin(event, "drop_session", by, at)
    if row.event_id != held.pk:
        raise ActRefused(_GONE_ALREADY)
    number = row.pk
    row.delete()
    return STEPS.finish(held, act, by=by, at=at, details={"session": number})


@transaction.atomic
def change_session(
    *,
    event: Event,
    session: EventSession,
    by: User,
    at: dt.datetime,
    places: int | None = None,
    groups: Sequence[str] = (),
    **more: Any,
) -> Event:
    """Change what is given of a session, all else stays. More places let the list move up at once;
    fewer take nothing from anybody. Whoever signed up hears of other times.
    """
    row = _held(session)
    held, act = STEPS.begin(event, "change_session", by, at)
    if row.event_id != held.pk or row.is_off:
        raise ActRefused(_GONE_ALREADY)
    before = (row.starts_at, row.ends_at)
    for name in _TIMES:
        setattr(row, name, more.get(name) or getattr(row, name))
    row.places = places or row.places
    _fill(row, more)
    _regroup(row, groups)
    _check(row, at)
    moved = (row.starts_at, row.ends_at) != before
    row.sequence, row.updated_at = row.sequence + moved, at
    row.save()
    if moved:
        _tell_moved(row, at)
    done = STEPS.finish(held, act, by=by, at=at, details={"session": row.pk, "places": row.places})
    row.event = done
    pools.settle(row, at=at)
    return done


@transaction.atomic
def call_off_session(
    *, event: Event, session: EventSession, reason: str, by: User, at: dt.datetime
) -> Event:
    """One session is not held, the others are; whoever signed up for it is told."""
    row = _held(session)
    held, act = STEPS.begin(event, "call_off_session", by, at)
    if row.event_id != held.pk or row.is_off:
        raise ActRefused(_GONE_ALREADY)
    if row.ends_at <= at:
        raise ActRefused("这一场已经办完，不能取消。")
    reason = needed(reason, "取消的原因")[:500]
    ended = call_off_one(row, reason, at=at)
    details = {"session": row.pk, "signups": ended}
    return STEPS.finish(held, act, by=by, at=at, reason=reason, details=details)


@transaction.atomic
def follow(*, session: EventSession, by: dt.timedelta, at: dt.datetime) -> None:
    """What a session belongs to is held so much later, and the session with it: whoever signed up
    hears of it. Part of the act that puts it off. One that is off stays so.
    """
    row = _held(session)
    if row.is_off:
        return
    row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
    row.sequence, row.updated_at = row.sequence + 1, at
    row.save()
    _tell_moved(row, at)


def _tell_moved(session: EventSession, at: dt.datetime) -> None:
    # The term of keeping runs from the session, wherever it was put.
    session.signups.open().update(closed_on=timezone.localdate(session.ends_at))
    for signup in session.signups.open().select_related("organ", "user"):
        signup.session = session
        tell_changed(signup, sequence=session.sequence, at=at)


def _held(session: EventSession) -> EventSession:
    """The session, locked before its event. Raises ActRefused where somebody dropped it."""
    try:
        return pools.held(session.pk)
    except EventSession.DoesNotExist as error:
        raise ActRefused(_GONE_ALREADY) from error


def _fill(session: EventSession, given: Mapping[str, Any]) -> None:
    """What else is said of a session; what is not given stays."""
    if (unit := given.get("unit")) in Unit.values:
        session.unit = unit
    if (passing := given.get("passing")) in Passing.values and passing != session.passing:
        if session.lines:
            raise ActRefused("已经有人报名，递补办法不再改。")
        session.passing = passing
    if (most := given.get("most_companions")) is not None:
        if not 0 <= most <= MOST_COMPANIONS:
            raise ActRefused(f"每人最多带{MOST_COMPANIONS}人，请改少。")
        session.most_companions = most
    if (conditions := given.get("conditions")) is not None:
        session.conditions = said(conditions) or session.conditions
        if len(session.conditions) > _LONGEST:
            raise ActRefused(f"参加条件最多{_LONGEST}字，请删减。")
    if (tentative := given.get("is_tentative")) is not None:
        session.is_tentative = tentative


def _groups(lines: Sequence[str], places: int) -> dict[str, int]:
    """Names and places, from lines as 市民 30. Raises ActRefused for what is not so."""
    found: dict[str, int] = {}
    for line in lines:
        name, _, number = half_width(said(line)).rpartition(" ")
        name = name.strip()
        if not name or len(name) > _LONGEST_GROUP or not number.isdecimal() or len(number) > 5:
            raise ActRefused(f"组别每行写“名称 名额”，如“市民 30”，请核对这一行：{line[:60]}")
        if name in found or not int(number):
            raise ActRefused(f"组别“{name}”写了两次，或者名额是零，请核对。")
        found[name] = int(number)
    if found and sum(found.values()) != places:
        raise ActRefused(f"各组名额合计{sum(found.values())}，与这一场的名额{places}不符，请核对。")
    return found


def _regroup(session: EventSession, lines: Sequence[str]) -> None:
    """Other numbers for the same groups: nobody's group is taken away."""
    rows = {group.name: group for group in session.groups.all()}
    if not lines:
        total = sum(group.places for group in rows.values())
        if rows and total != session.places:
            raise ActRefused("这一场分组，改名额要把各组的名额一起写。")
        return
    kept = _groups(lines, session.places)
    if set(kept) != set(rows):
        raise ActRefused("组别公布以后只改名额，不增减组别，请照原来的组别写。")
    for name, group in rows.items():
        SessionGroup.objects.filter(pk=group.pk).update(places=kept[name])


def _check(session: EventSession, at: dt.datetime) -> None:
    """Raises ActRefused, saying which of its times or numbers can't be."""
    if session.ends_at <= session.starts_at:
        raise ActRefused(
            f"结束（{moment_words(session.ends_at)}）应当在开始"
            f"（{moment_words(session.starts_at)}）以后，请核对。"
        )
    if session.starts_at <= at:
        raise ActRefused(f"开始时间{moment_words(session.starts_at)}已经过去，请核对。")
    if session.closes_at <= session.opens_at:
        raise ActRefused(
            f"报名截止（{moment_words(session.closes_at)}）应当在报名开始"
            f"（{moment_words(session.opens_at)}）以后，请核对。"
        )
    if session.closes_at > session.starts_at:
        raise ActRefused("报名截止不能晚于活动开始，请核对。")
    if not 1 <= session.places <= MOST_PLACES:
        raise ActRefused(f"名额应为1至{MOST_PLACES}，请核对。")
    others = EventSession.objects.filter(
        called_off_at=None, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at,
        event__organ=session.event.organ_id, event__place=session.event.place,
    )  # fmt: skip
    clash = others.exclude(pk=session.pk).exclude(event__status__in=_GONE).first()
    if clash is not None:
        span = span_words(clash.starts_at, clash.ends_at)
        raise ActRefused(f"同一地点在{span}已有一场（{clash.event}），时间重叠，请改时间或者地点。")
