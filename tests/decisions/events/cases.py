"""Events and sign-ups for tests, brought to a state by the services alone."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F

from decisions.events.models import Event, EventSession, SignUp, Suggestion
from decisions.events.services import (
    events,
    pools,
    retention,
    sessions,
    signups,
    suggestion_answers,
    suggestions,
)
from decisions.events.services.signups import Asked
from decisions.events.workflow import (
    SIGNUP_WORKFLOW,
    SUGGESTION_WORKFLOW,
    WORKFLOW,
    Place,
    Said,
    Status,
)
from portal.accounts.choices import Role
from portal.workflow import lawful_path
from tests.builders import City
from tests.files.samples import docx_bytes
from tests.floor.moments import ASKED_AT

# A Monday; what is done to cases is done a day later.
AT = ASKED_AT
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TITLE = "走进自来水厂（演示）"
WORDS = {
    "kind": "open_day", "title": TITLE, "text": "看一杯水怎样来。\n由工程师讲解。",
    "place": "试江市自来水厂东门", "map_url": "https://map.example/water", "offers": "轮椅通道",
    "phone": "0000-81110001", "series": "政府开放月",
}  # fmt: skip


def drafted(city: City, *, at: dt.datetime = AT, **changes: Any) -> Event:
    """One of the office, without sessions."""
    given = {"organ": city.office, "by": city.people[Role.PARTICIPATION], **WORDS, **changes}
    return events.draft(**given, at=at)


def times(starts_at: dt.datetime, at: dt.datetime) -> dict[str, Any]:
    """A session of two hours for which one signs up until it begins."""
    return {
        "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR, "opens_at": at - HOUR,
        "closes_at": starts_at, "places": 20, "most_companions": 3,
    }  # fmt: skip


def with_session(
    city: City, event: Event, *, at: dt.datetime = AT, starts_at: dt.datetime | None = None,
    **changes: Any,
) -> EventSession:  # fmt: skip
    given = {**times(starts_at or at + 30 * DAY, at), **changes}
    sessions.add_session(event=event, by=city.people[Role.PARTICIPATION], at=at, **given)
    return event.sessions.order_by("-pk")[0]


def published(city: City, *, at: dt.datetime = AT, **changes: Any) -> EventSession:
    """The session of an event for which one can sign up from `at` on."""
    words = {name: changes.pop(name) for name in tuple(changes) if name in (*WORDS, "organ")}
    event = drafted(city, at=at, **words)
    session = with_session(city, event, at=at, **changes)
    by = city.people
    events.STEPS.perform(event, "submit", by=by[Role.PARTICIPATION], at=at)
    events.publish(event=event, by=by[Role.DECISION_REVIEWER], at=at)
    return EventSession.objects.select_related("event__organ").get(pk=session.pk)


def signed_up(
    session: EventSession, name: str = "甲", *, at: dt.datetime = AT, companions: int = 0,
    **more: Any,
) -> SignUp:  # fmt: skip
    """Somebody of their own, by mail unless another contact is given."""
    contact = {"email": f"{uuid.uuid4().hex}@example.test"}
    contact = {k: more.pop(k) for k in ("email", "phone") if k in more} or contact
    user, key = more.pop("user", None), more.pop("key", uuid.uuid4())
    asked = Asked(name=name, companions=companions, **contact, **more)
    return signups.sign_up(session=session, asked=asked, key=key, at=at, user=user).case


def again(row: Any) -> Any:
    """The row as it is now."""
    return type(row)._default_manager.get(pk=row.pk)


Step = Callable[[Event, Any, City, dt.datetime], Any]


def _plain(action: str) -> Step:
    return lambda row, by, _, at: events.STEPS.perform(row, action, by=by, at=at, reason="按计划")


def _one(row: Event) -> EventSession:
    found = row.sessions.order_by(F("called_off_at").asc(nulls_first=True), "-pk").first()
    assert found is not None
    return found


def _add_session(row: Event, by: Any, _city: City, at: dt.datetime) -> Event:
    starts_at = at + (40 + row.sessions.count()) * DAY
    return sessions.add_session(event=row, by=by, at=at, **times(starts_at, at))


def suggested(
    signup: SignUp, text: str = "讲解可以再慢一点。", *, at: dt.datetime | None = None,
    may_publish: bool = False, key: uuid.UUID | None = None,
) -> Suggestion:  # fmt: skip
    """A suggestion of somebody who came, an hour after the session unless said otherwise."""
    whole = SignUp.objects.select_related("session__event").get(pk=signup.pk)
    return suggestions.suggest(
        signup=whole, text=text, may_publish=may_publish, key=key or uuid.uuid4(),
        at=at or whole.session.ends_at + HOUR,
    )  # fmt: skip


def with_suggestion(row: Event, at: dt.datetime) -> Suggestion:
    """Its sessions were so long ago that nothing more is suggested; somebody had something."""
    for hours, session in enumerate(row.sessions.all()):
        start = at - 40 * DAY - 2 * hours * HOUR
        row.sessions.filter(pk=session.pk).update(
            opens_at=start - HOUR, closes_at=start, starts_at=start, ends_at=start + HOUR, lines=1
        )
    session = _one(row)
    made = SignUp.objects.create(
        organ=row.organ, number=f"BM{uuid.uuid4().hex[:12]}", code_index="0" * 64,
        submission_key=uuid.uuid4(), name="戊", session=session, line=1, status=Place.SEATED,
        submitted_at=session.opens_at, updated_at=session.opens_at,
    )  # fmt: skip
    return suggested(made)


def doubtful_file() -> tuple[io.BytesIO, str]:
    """A file in which the gate finds what somebody has to answer for."""
    return io.BytesIO(docx_bytes("联系人王小明，电话13900000001。")), "讲义.docx"


STEPS: Mapping[str, Step] = {
    "write": lambda row, by, _, at: events.write(event=row, by=by, at=at, **WORDS),
    "add_session": _add_session,
    "drop_session": lambda row, by, _, at: sessions.drop_session(
        event=row, session=_one(row), by=by, at=at
    ),
    "change_session": lambda row, by, _, at: sessions.change_session(
        event=row, session=_one(row), places=30, by=by, at=at
    ),
    "call_off_session": lambda row, by, _, at: sessions.call_off_session(
        event=row, session=_one(row), reason="场地检修", by=by, at=at
    ),
    "publish": lambda row, by, _, at: events.publish(event=row, by=by, at=at),
    "link": lambda row, by, _, at: events.link(
        event=row, live_url="https://live.example/1", recording_url="", by=by, at=at
    ),
    "add_material": lambda row, by, _, at: events.add_material(
        event=row, kind="material", title="讲义", upload=doubtful_file(), by=by, at=at
    ),
    "drop_material": lambda row, by, _, at: events.drop_material(
        event=row, material=row.materials.first(), by=by, at=at
    ),
    "clear_material": lambda row, by, _, at: events.clear_material(
        event=row, material=row.materials.first(), reason="拍摄时得到本人同意", by=by, at=at
    ),
    "answer_suggestions": lambda row, by, _, at: suggestion_answers.answer(
        event=row, numbers=["1"], by=by, at=at, **ANSWER
    ),
    "publish_suggestions": lambda row, by, _, at: suggestion_answers.publish(
        event=row, by=by, at=at
    ),
    "finish": lambda row, by, _, at: events.finish(event=row, report="来了十五人。", by=by, at=at),
    "call_off": lambda row, by, _, at: events.call_off(
        event=row, reason="台风", by=by, at=at
    ),
    **{name: _plain(name) for name in ("submit", "return", "discard")},
}  # fmt: skip
# What stands in the way of an act, and is cleared by another.
CLEAR = {
    "drop_material": ("add_material",),
    "clear_material": ("add_material",),
    "publish_suggestions": ("answer_suggestions",),
}
ANSWER: Mapping[str, str] = {
    "outcome": "adopted", "reason": "下一场起请讲解员放慢。", "summary": "讲解太快",
    "change": "讲解放慢",
}  # fmt: skip


def walk(row: Event, city: City, *actions: str, at: dt.datetime = AT) -> Event:
    """Do the acts by those whose they are. What is finished had a session in the morning."""
    for action in actions:
        if action == "submit" and not row.sessions.exists():
            with_session(city, row, at=at)
        if action == "finish":
            for hours, session in enumerate(row.sessions.all(), start=2):
                start = at - hours * HOUR
                row.sessions.filter(pk=session.pk).update(
                    opens_at=start - HOUR, closes_at=start, starts_at=start, ends_at=start + HOUR
                )
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](row, by, city, at)
    return Event.objects.select_related("organ").get(pk=row.pk)


def brought(city: City, state: str) -> Event:
    """A new one in a state, with two sessions; of a finished one somebody suggested something."""
    row = drafted(city)
    for days in (30, 31):
        with_session(city, row, starts_at=AT + days * DAY)
    row = walk(row, city, *lawful_path(WORKFLOW, state))
    if state == Status.FINISHED:
        with_suggestion(row, AT)
        row.refresh_from_db()
    return row


def _signup_in(city: City, state: str) -> SignUp:
    """One of a session that begins 30 hours later."""
    session = published(city, starts_at=AT + 30 * HOUR, places=1)
    first = signed_up(session, "甲", at=AT)
    if state == Place.SEATED:
        return first
    second = signed_up(session, "乙", at=AT)
    if state == Place.WAITING:
        return second
    if state in (Place.OFFERED, Place.DECLINED, Place.LAPSED):
        signups.withdraw(signup=first, at=AT + 22 * HOUR)
        if state == Place.DECLINED:
            signups.decline(signup=second, at=AT + 23 * HOUR)
        if state == Place.LAPSED:
            session.signups.get(pk=second.pk).offers.update(until=AT + 23 * HOUR)
            pools.lapse_offers(at=AT + 23 * HOUR)
    elif state == Place.WITHDRAWN:
        signups.withdraw(signup=second, at=AT)
    elif state == Place.STRUCK:
        by = city.people[Role.PARTICIPATION]
        signups.strike(signup=second, reason="不住在本区", by=by, at=AT)
    else:
        by = city.people[Role.DECISION_REVIEWER]
        events.call_off(event=session.event, reason="台风", by=by, at=AT)
    return second


def signup_brought(city: City, state: str) -> SignUp:
    """A sign-up in a state."""
    made = _signup_in(city, state)
    return SignUp.objects.select_related("organ").get(pk=made.pk)


def signup_filed(city: City) -> SignUp:
    """A new one, with a place."""
    return signed_up(published(city, place=f"试江市{uuid.uuid4().hex[:6]}号"))


SIGNUP_STEPS: Mapping[str, Any] = {
    "accept": lambda row, _by, _, at: signups.accept(signup=row, at=at),
    "decline": lambda row, _by, _, at: signups.decline(signup=row, at=at),
    "withdraw": lambda row, _by, _, at: signups.withdraw(signup=row, at=at),
    "strike": lambda row, by, _, at: signups.strike(
        signup=row, reason="不符合参加条件", by=by, at=at
    ),
    "hold": lambda row, by, _, at: retention.hold(signup=row, reason="复核", by=by, at=at),
    "lift_hold": lambda row, by, _, at: retention.lift_hold(
        signup=row, reason="复核完毕", by=by, at=at
    ),
}
assert set(SIGNUP_STEPS) == set(SIGNUP_WORKFLOW.actions)
assert set(STEPS) == set(WORKFLOW.actions)
assert Status.DRAFT == "draft"


def came(city: City, *, at: dt.datetime = AT, people: int = 1, **changes: Any) -> list[SignUp]:
    """Those who came to a session that ended a day before `at`."""
    start = at - DAY - 2 * HOUR
    session = published(city, at=start - 20 * DAY, starts_at=start, **changes)
    return [
        signed_up(session, f"演示{number}", at=session.opens_at + HOUR) for number in range(people)
    ]


def suggestion_in(city: City, state: str, *, at: dt.datetime = AT) -> Suggestion:
    """One that may be shown, in a state."""
    (signup,) = came(city, at=at, place=f"试江市{uuid.uuid4().hex[:6]}号")
    made = suggested(signup, may_publish=True, at=at)
    event, by = Event.objects.get(pk=made.event_id), city.people
    if state == Said.WITHDRAWN:
        suggestions.withdraw(suggestion=made, at=at)
    if state in (Said.ANSWERED, Said.TOLD):
        suggestion_answers.answer(
            event=event, numbers=["1"], by=by[Role.PARTICIPATION], at=at, **ANSWER
        )
    if state == Said.TOLD:
        events.finish(event=event, report="来了一人。", by=by[Role.PARTICIPATION], at=at)
        event.sessions.update(
            opens_at=at - 41 * DAY, closes_at=at - 40 * DAY, starts_at=at - 40 * DAY,
            ends_at=at - 40 * DAY + HOUR,
        )  # fmt: skip
        suggestion_answers.publish(event=event, by=by[Role.DECISION_REVIEWER], at=at)
    return Suggestion.objects.select_related("organ").get(pk=made.pk)


def suggestion_filed(city: City) -> Suggestion:
    """A new one."""
    return suggestion_in(city, Said.RECEIVED)


SUGGESTION_STEPS: Mapping[str, Any] = {
    "show": lambda row, by, _, at: suggestion_answers.show(
        suggestion=row, text="讲解可以再慢一点。", by=by, at=at
    ),
    "hide": lambda row, by, _, at: suggestion_answers.hide(
        suggestion=row, reason="里面写了别人", by=by, at=at
    ),
    "withdraw": lambda row, _by, _, at: suggestions.withdraw(suggestion=row, at=at),
    "withdraw_consent": lambda row, _by, _, at: suggestions.withdraw_consent(suggestion=row, at=at),
}
assert set(SUGGESTION_STEPS) == set(SUGGESTION_WORKFLOW.actions)
