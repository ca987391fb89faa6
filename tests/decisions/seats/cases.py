"""Meetings open to representatives for tests, brought to a state by the services alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from decisions.dossiers.models import Decision
from decisions.events.models import EventSession
from decisions.seats.models import Applicant, Sitting
from decisions.seats.services import (
    applications,
    closed_lists,
    draws,
    hearing,
    invitations,
    meeting,
    retention,
    sittings,
)
from decisions.seats.services.applications import Asked
from decisions.seats.workflow import APPLICANT_WORKFLOW, WORKFLOW, Place, Status
from portal.accounts.choices import Role
from portal.workflow import lawful_path
from tests.builders import City
from tests.decisions.dossiers import cases as dossiers
from tests.floor.moments import ASKED_AT

# A Monday; what is done to cases is done a day later.
AT = ASKED_AT
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
TOPIC = "屋顶绿化养护办法（演示）"
THROWS = "3 1 7 0 9 4 4 2 8 6"
WORDS: dict[str, Any] = {
    "topic": TOPIC, "text": "讨论屋顶绿化谁来养护。", "place": "试江市政府三楼会议室",
    "criteria": "年满18周岁，住在本市。", "method": "draw", "places": 2,
    "draw_place": "试江市政府一楼大厅", "witnesses": "两位报名人", "phone": "0000-81110001",
}  # fmt: skip


def instants(closes_at: dt.datetime) -> dict[str, dt.datetime]:
    """Ten days for applying, two weeks to the draw, three to the meeting."""
    return {
        "opens_at": closes_at - 10 * DAY, "closes_at": closes_at,
        "draw_at": closes_at + 14 * DAY, "meets_at": closes_at + 21 * DAY,
    }  # fmt: skip


def drafted(
    city: City, *, at: dt.datetime = AT, closes_at: dt.datetime | None = None, **changes: Any
) -> Sitting:
    """One of the office."""
    given = {
        "organ": city.office, "by": city.people[Role.PARTICIPATION], **WORDS,
        **instants(closes_at or at + 10 * DAY), **changes,
    }  # fmt: skip
    return sittings.draft(**given, at=at)


def announced(city: City, *, at: dt.datetime = AT, **changes: Any) -> Sitting:
    """One for whose seats one can apply from `at` on."""
    row = drafted(city, at=at, **changes)
    sittings.STEPS.perform(row, "submit", by=city.people[Role.PARTICIPATION], at=at)
    return sittings.announce(sitting=row, by=city.people[Role.DECISION_REVIEWER], at=at)


def applied(
    sitting: Sitting, name: str = "甲", *, at: dt.datetime | None = None, **more: Any
) -> Applicant:
    """Somebody of their own, by mail unless another contact is given."""
    contact = {k: more.pop(k) for k in ("email", "phone") if k in more}
    contact = contact or {"email": f"{uuid.uuid4().hex}@example.test"}
    user, key = more.pop("user", None), more.pop("key", uuid.uuid4())
    asked = Asked(name=name, **contact, **more)
    at = at or sitting.closes_at - DAY
    return applications.apply(sitting=sitting, asked=asked, key=key, at=at, user=user).case


def closed(
    city: City, groups_of: Sequence[str] = ("", "", ""), *, at: dt.datetime = AT, **changes: Any
) -> Sitting:
    """One with a list of so many people, each in a group."""
    row = announced(city, at=at, **changes)
    for number, group in enumerate(groups_of, start=1):
        applied(row, f"代表{number}", group=group, at=at)
    return closed_lists.close(sitting=row, by=city.people[Role.PARTICIPATION], at=row.closes_at)


def thrown(city: City, sitting: Sitting, *, at: dt.datetime | None = None) -> Sitting:
    """With the throws typed by two."""
    at = at or sitting.draw_at
    by = city.people
    draws.enter_throws(sitting=sitting, throws=THROWS, by=by[Role.PARTICIPATION], at=at)
    return draws.check_throws(sitting=sitting, throws=THROWS, by=by[Role.DECISION_REVIEWER], at=at)


def drawn(city: City, *args: Any, **changes: Any) -> Sitting:
    """One that was drawn."""
    row = thrown(city, closed(city, *args, **changes))
    return draws.reveal(sitting=row, by=city.people[Role.PARTICIPATION], at=row.draw_at)


def people(sitting: Sitting, *states: Place) -> list[Applicant]:
    """Who stands there, by the numbers of the list."""
    return list(Applicant.objects.filter(sitting=sitting, status__in=states).order_by("line"))


# Both sides of what is to be decided.
SIDES = ["市民 1", "企业 1"]


def of_hearing(decision: Decision | None, closes_at: dt.datetime | None = None) -> dict[str, Any]:
    """What a notice says of a hearing besides: there is time for the materials."""
    meets_at = (closes_at or AT + 10 * DAY) + 35 * DAY
    return {"kind": "hearing", "decision": decision, "groups": SIDES, "meets_at": meets_at}


def heard(city: City, *, decision: Decision | None = None, **changes: Any) -> Sitting:
    """A hearing for which two of each side are on the list."""
    about = decision or dossiers.started(city)
    ends = changes.get("closes_at") or changes.get("at", AT) + 10 * DAY
    row = announced(city, **of_hearing(about, ends), **changes)
    for number, group in enumerate(("市民", "企业", "市民", "企业"), start=1):
        applied(row, f"参加人{number}", group=group, may_name=True, at=row.opens_at)
    return closed_lists.close(sitting=row, by=city.people[Role.PARTICIPATION], at=row.closes_at)


def coming(city: City, **changes: Any) -> Sitting:
    """A hearing to which everybody who was drawn comes."""
    row = thrown(city, heard(city, **changes))
    row = draws.reveal(sitting=row, by=city.people[Role.PARTICIPATION], at=row.draw_at)
    for one in people(row, Place.INVITED):
        invitations.accept(applicant=one, at=row.draw_at + HOUR)
    return again(row)


def again(row: Any) -> Any:
    """The row as it is now."""
    return type(row)._default_manager.get(pk=row.pk)


Step = Callable[[Sitting, Any, City, dt.datetime], Any]


def _plain(action: str) -> Step:
    return lambda row, by, _, at: sittings.STEPS.perform(row, action, by=by, at=at, reason="按计划")


def _first(row: Sitting, *states: Place) -> int:
    found = people(row, *states)
    return found[0].line if found else 0


def _write(row: Sitting, by: Any, _city: City, at: dt.datetime) -> Sitting:
    words = {**WORDS, **instants(row.closes_at)}
    return sittings.write(sitting=row, by=by, at=at, **words)


STEPS: Mapping[str, Step] = {
    "write": _write,
    "announce": lambda row, by, _, at: sittings.announce(sitting=row, by=by, at=at),
    "close": lambda row, by, _, at: closed_lists.close(sitting=row, by=by, at=at),
    "mark_out": lambda row, by, _, at: closed_lists.mark_out(
        sitting=row, number=1, reason="不住在本市", by=by, at=at
    ),
    "enter_throws": lambda row, by, _, at: draws.enter_throws(
        sitting=row, throws=THROWS, by=by, at=at
    ),
    "check_throws": lambda row, by, _, at: draws.check_throws(
        sitting=row, throws=THROWS, by=by, at=at
    ),
    "lose_code": lambda row, by, _, at: draws.lose_code(
        sitting=row, reason="密钥坏了", by=by, at=at
    ),
    "reveal": lambda row, by, _, at: draws.reveal(sitting=row, by=by, at=at),
    "choose": lambda row, by, _, at: draws.choose(
        sitting=row, chosen=["1 住在附近"], by=by, at=at
    ),
    "call": lambda row, by, _, at: invitations.call(
        sitting=row, number=_first(row, Place.INVITED), channel="phone", answer="waiting", by=by,
        at=at,
    ),
    "postpone": lambda row, by, _, at: hearing.postpone(
        sitting=row, meets_at=max(row.meets_at, at) + DAY, reason="会场维修", by=by, at=at
    ),
    "send_materials": lambda row, by, _, at: hearing.send_materials(
        sitting=row, sent_on=timezone.localdate(at), materials="草案和起草说明", by=by, at=at
    ),
    "admit_observers": lambda row, by, _, at: hearing.admit_observers(
        sitting=row, session=EventSession(), by=by, at=at
    ),
    "publish_names": lambda row, by, _, at: hearing.publish_names(sitting=row, by=by, at=at),
    "sign_record": lambda row, by, _, at: hearing.sign_record(
        sitting=row, record="各方说了意见和理由。", signed_on=row.held_on or timezone.localdate(at),
        by=by, at=at,
    ),
    "hold": lambda row, by, _, at: meeting.hold(
        sitting=row, numbers=[str(one.line) for one in people(row, Place.COMING)], by=by, at=at
    ),
    "note_said": lambda row, by, _, at: meeting.note_said(
        sitting=row, number=_first(row, Place.ATTENDED), said="请物业每季度检查。", by=by, at=at
    ),
    "note_outcome": lambda row, by, _, at: meeting.note_outcome(
        sitting=row, number=_first(row, Place.ATTENDED), became="采纳，写进第五条。", by=by, at=at
    ),
    "tell": lambda row, by, _, at: meeting.tell(sitting=row, by=by, at=at),
    "abort": lambda row, by, _, at: sittings.abort(
        sitting=row, reason="议题撤回", by=by, at=at
    ),
    **{name: _plain(name) for name in ("submit", "return", "discard")},
}  # fmt: skip
# What stands in the way of an act, and is cleared by another.
CLEAR = {
    "check_throws": ("enter_throws",),
    "reveal": ("enter_throws", "check_throws"),
    "note_outcome": ("note_said",),
    "tell": ("note_said", "note_outcome"),
}


def walk(row: Sitting, city: City, *actions: str) -> Sitting:
    """Do the acts by those whose they are, each when it can be done."""
    for action in actions:
        row = again(row)
        by = city.people[Role(WORKFLOW.actions[action].role)]
        if action in ("close", "abort") and not row.applicants.exists():
            for number in range(3):
                applied(row, f"代表{number}")
        if action == "reveal":
            thrown(city, row)
        if action == "hold":
            for one in people(row, Place.INVITED)[:1]:
                invitations.accept(applicant=one, at=row.meets_at - HOUR)
        if action == "tell":
            STEPS["note_said"](row, city.people[Role.PARTICIPATION], city, row.meets_at + HOUR)
            STEPS["note_outcome"](row, city.people[Role.PARTICIPATION], city, row.meets_at + HOUR)
        STEPS[action](row, by, city, _when(row, action))
    return Sitting.objects.select_related("organ").get(pk=row.pk)


def _when(row: Sitting, action: str) -> dt.datetime:
    return {
        "close": row.closes_at, "reveal": row.draw_at, "hold": row.meets_at + HOUR,
        "tell": row.meets_at + 2 * HOUR,
    }.get(action, row.opens_at)  # fmt: skip


# Behind these the list is closed: they lie in the past of the moment at which acts are tried.
_EARLIER: Mapping[str, dt.datetime] = {
    Status.CLOSED: AT - 14 * DAY, Status.CHOSEN: AT - 21 * DAY, Status.HELD: AT - 21 * DAY,
    Status.TOLD: AT - 21 * DAY,
}  # fmt: skip


def brought(city: City, state: str) -> Sitting:
    """A new one in a state; on its list are three."""
    closes_at = _EARLIER.get(state, AT + 10 * DAY)
    row = drafted(city, at=closes_at - 10 * DAY, closes_at=closes_at)
    path = lawful_path(WORKFLOW, state)
    if state not in (Status.DISCARDED, Status.ABORTED):
        path = tuple("reveal" if action == "choose" else action for action in path)
    row = walk(row, city, *path)
    if state == Status.ANNOUNCED:
        for number in range(3):
            applied(row, f"代表{number}", at=AT)
    return row


def _applicant_in(city: City, state: str) -> Applicant:
    if state in (Place.APPLIED, Place.WITHDRAWN, Place.CALLED_OFF):
        row = announced(city, closes_at=AT + 10 * DAY)
        one = applied(row, at=AT)
        if state == Place.WITHDRAWN:
            applications.withdraw(applicant=one, at=AT)
        elif state == Place.CALLED_OFF:
            by = city.people[Role.DECISION_REVIEWER]
            sittings.abort(sitting=row, reason="议题撤回", by=by, at=AT)
        return one
    if state == Place.LISTED:
        return people(closed(city, at=AT - 20 * DAY), Place.LISTED)[0]
    row = drawn(city, at=AT - 40 * DAY)
    if state == Place.SUBSTITUTE:
        return people(row, Place.SUBSTITUTE)[0]
    first, second = people(row, Place.INVITED)
    if state == Place.INVITED:
        return first
    before = row.meets_at - DAY
    if state == Place.DROPPED:
        invitations.decline(applicant=first, at=before)
        return first
    invitations.accept(applicant=first, at=before)
    if state == Place.COMING:
        return first
    numbers = [str(first.line)] if state == Place.ATTENDED else []
    by = city.people[Role.PARTICIPATION]
    meeting.hold(sitting=row, numbers=numbers, by=by, at=row.meets_at)
    return second if state == Place.ENDED else first


def applicant_brought(city: City, state: str) -> Applicant:
    """An application in a state."""
    made = _applicant_in(city, state)
    return Applicant.objects.select_related("organ").get(pk=made.pk)


def applicant_filed(city: City) -> Applicant:
    """A new one."""
    return applied(announced(city), at=AT)


APPLICANT_STEPS: Mapping[str, Any] = {
    "withdraw": lambda row, _by, _, at: applications.withdraw(applicant=row, at=at),
    "accept": lambda row, _by, _, at: invitations.accept(applicant=row, at=at),
    "decline": lambda row, _by, _, at: invitations.decline(applicant=row, at=at),
    "hide_name": lambda row, _by, _, at: applications.hide_name(applicant=row, at=at),
    "hold": lambda row, by, _, at: retention.hold(applicant=row, reason="复核", by=by, at=at),
    "lift_hold": lambda row, by, _, at: retention.lift_hold(
        applicant=row, reason="复核完毕", by=by, at=at
    ),
}
assert set(APPLICANT_STEPS) == set(APPLICANT_WORKFLOW.actions)
assert set(STEPS) == set(WORKFLOW.actions)
