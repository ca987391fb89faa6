"""Consultations and opinions for tests, brought to a state by the acts alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from decisions.consultations.choices import Placing
from decisions.consultations.models import (
    ChannelRecord,
    Consultation,
    Opinion,
    OpinionGroup,
)
from decisions.consultations.selectors import newest
from decisions.consultations.services import (
    answers,
    channels,
    consultations,
    intake,
    outcomes,
    places,
    public_copies,
)
from decisions.consultations.services.steps import STEPS
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.lines import from_lines
from tests.builders import City
from tests.floor.moments import ASKED_AT

CAME_AT = ASKED_AT
DAY = dt.timedelta(days=1)
TITLE = "试江市停车管理办法（征求意见稿）"
DRAFT = (
    "第一条　为了规范停车秩序，制定本办法。",
    "第二条　本办法适用于公共停车场。",
    "第三条　停车场应当公示收费标准。",
    "第四条　夜间停车实行优惠。",
)
# The third is reworded, the fourth is gone, one comes in before the second.
SECOND = (
    "第一条　为了规范停车秩序，制定本办法。",
    "第二条　政府部门按照职责管理。",
    "第三条　本办法适用于公共停车场。",
    "第四条　停车场应当在入口公示收费标准和监督电话。",
)


def hands(city: City) -> tuple[User, User]:
    """The handler and the reviewer."""
    return city.people[Role.DECISION_HANDLER], city.people[Role.DECISION_REVIEWER]


def drafted(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Consultation:
    """A draft that lacks nothing, published on the day of `start` for thirty days."""
    handler, _ = hands(city)
    given = {
        "title": TITLE, "gist": "停车难，收费不清楚。", "opens_at": start,
        "last_day": timezone.localdate(start) + 30 * DAY, "ways": "寄到演示路1号。",
    }  # fmt: skip
    decision = changes.pop("decision", None)
    lines: Sequence[str] = changes.pop("lines", DRAFT)
    made = consultations.begin(
        organ=city.office, title=TITLE, decision=decision, by=handler, at=start
    )
    made = consultations.write(consultation=made, **{**given, **changes}, by=handler, at=start)
    return consultations.put_draft(
        consultation=made, text=from_lines(lines), explanation="为什么改。", by=handler, at=start
    )


def submitted(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Consultation:
    made = drafted(city, start=start, **changes)
    return STEPS.perform(made, "submit", by=hands(city)[0], at=start)


def running(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Consultation:
    """One that is open from `start` on."""
    made = submitted(city, start=start, **changes)
    return consultations.announce(consultation=made, by=hands(city)[1], at=start)


def said(row: Consultation, text: str = "夜间收费应当再低一些。", **changes: Any) -> intake.Said:
    """An opinion on the newest version; `clause` by its label."""
    version = newest(row)
    assert version is not None
    if label := changes.pop("on", ""):
        changes["clause"] = version.clauses.get(label=label)
    return intake.Said(version=version, text=text, **changes)


def written(
    row: Consultation, text: str = "夜间收费应当再低一些。", *, at: dt.datetime | None = None,
    user: User | None = None, **changes: Any,
) -> Opinion:  # fmt: skip
    """One that somebody wrote on the page, a day after it opened."""
    assert row.opens_at is not None
    receipt = intake.submit(
        consultation=row, opinion=said(row, text, **changes), key=uuid.uuid4(),
        at=at or row.opens_at + DAY, user=user,
    )  # fmt: skip
    return receipt.case


def after(row: Consultation) -> dt.datetime:
    """A moment after its last day."""
    assert row.closes_at is not None
    return row.closes_at + dt.timedelta(hours=9)


def answered(row: Consultation, city: City, outcome: str = "adopted", **changes: Any) -> Any:
    """Everything that is open is answered."""
    serials = list(row.opinions.open().filter(group__isnull=True).values_list("serial", flat=True))
    groups = list(row.groups.all())
    given = {"reason": "条文已经写明，照此修改。", "serials": serials, "groups": groups}
    return answers.answer(
        consultation=row, outcome=outcome, **{**given, **changes}, by=hands(city)[0], at=after(row)
    )


def settled(city: City, *, start: dt.datetime, opinions: int = 1, **changes: Any) -> Consultation:
    """One whose opinions are all answered."""
    row = running(city, start=start, **changes)
    for number in range(opinions):
        written(row, f"第{number}条建议，夜间收费应当再低一些。", on="第三条", may_publish=True)
    if opinions:
        answered(row, city)
    return STEPS.perform(row, "settle", by=hands(city)[0], at=after(row))


def told(city: City, *, start: dt.datetime, opinions: int = 1, **changes: Any) -> Consultation:
    """One whose outcome is public."""
    row = settled(city, start=start, opinions=opinions, **changes)
    handler, reviewer = hands(city)
    outcomes.draw_up(consultation=row, outcome="意见都已研究。", by=handler, at=after(row))
    done = outcomes.publish_outcome(consultation=row, by=reviewer, at=after(row))
    return Consultation.objects.get(pk=done.pk)


# So long before that every day is over when the matrix acts.
_PAST = CAME_AT - 40 * DAY
# What is not announced yet is to be published later than the matrix acts.
_AHEAD = CAME_AT + 2 * DAY


def brought(city: City, state: str) -> Consultation:
    """A consultation in a state of the table; one that runs is closed, with opinions open, one of
    which waits for its clause.
    """
    made = {
        "draft": lambda: drafted(city, start=_AHEAD),
        "review": lambda: submitted(city, start=_AHEAD),
        "running": lambda: _closed(city),
        "settled": lambda: settled(city, start=_PAST),
        "outcome": lambda: outcomes.draw_up(
            consultation=settled(city, start=_PAST), outcome="都已研究。", by=hands(city)[0],
            at=CAME_AT,
        ),
        "answered": lambda: told(city, start=_PAST),
        "stopped": lambda: _done("stop", running(city, start=_PAST), city),
        "discarded": lambda: _done("discard", drafted(city), city),
    }[state]()  # fmt: skip
    return Consultation.objects.get(pk=made.pk)


def _closed(city: City) -> Consultation:
    row = running(city, start=_PAST)
    for text in ("夜间再便宜一些。", "夜间再便宜一些！"):
        written(row, text, on="第四条", may_publish=True)
    return row


def _done(action: str, row: Consultation, city: City) -> Consultation:
    by = city.people[Role(STEPS.rules.workflow.actions[action].role)]
    DO[action](row, by, city, CAME_AT)
    return row


Step = Callable[[Any, Any, City, dt.datetime], Any]


def _plain(action: str, **given: Any) -> Step:
    return lambda row, by, _, at: STEPS.perform(row, action, by=by, at=at, **given)


def _serials(row: Consultation) -> list[int]:
    rows = row.opinions.open().filter(group__isnull=True)
    return list(rows.values_list("serial", flat=True))


def _group(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    return answers.group(
        consultation=row, serials=_serials(row), summary="夜间再便宜一些", by=by, at=at
    )


def _ungroup(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    group = row.groups.first() or OpinionGroup(consultation=row)
    return answers.ungroup(consultation=row, group=group, by=by, at=at)


def _place(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    waiting = row.opinions.filter(placing=Placing.WAITING).select_related("now").first()
    former = waiting.now if waiting and waiting.now else None
    return places.place(consultation=row, former=former, by=by, at=at)  # type: ignore[arg-type]


def _strike(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    channel = row.channels.first() or ChannelRecord(consultation=row)
    return channels.strike_channel(consultation=row, channel=channel, reason="写错了", by=by, at=at)


def _answer(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    return answers.answer(
        consultation=row, outcome="declined", reason="另有规定，不在这里写。",
        serials=_serials(row), groups=list(row.groups.all()), by=by, at=at,
    )  # fmt: skip


def _show(row: Consultation, by: User, _city: City, at: dt.datetime) -> Any:
    rows = row.opinions.counted().filter(may_publish=True, shown_at__isnull=True)
    return public_copies.show_opinions(
        consultation=row, serials=list(rows.values_list("serial", flat=True)), by=by, at=at
    )


DO: Mapping[str, Step] = {
    "write": lambda row, by, _, at: consultations.write(
        consultation=row, title="停车办法", gist="另写。", opens_at=at,
        last_day=timezone.localdate(at) + 31 * DAY, by=by, at=at,
    ),
    "put_draft": lambda row, by, _, at: consultations.put_draft(
        consultation=row, text=from_lines([*DRAFT[:3], "第四条　夜间停车收费优惠一半。"]),
        note="第四条改了。", by=by, at=at,
    ),
    "submit": _plain("submit"),
    "discard": _plain("discard", reason="重复"),
    "return": _plain("return", reason="写明依据"),
    "announce": lambda row, by, _, at: consultations.announce(consultation=row, by=by, at=at),
    "release_draft": lambda row, by, _, at: consultations.release_draft(
        consultation=row, by=by, at=at
    ),
    "extend": lambda row, by, _, at: consultations.extend(
        consultation=row, last_day=timezone.localdate(at) + 40 * DAY, reason="多人要求", by=by,
        at=at,
    ),
    "note_channel": lambda row, by, _, at: channels.note_channel(
        consultation=row, way="seminar", first=timezone.localdate(at) - DAY, people=8, opinions=0,
        minutes="讨论了收费。", by=by, at=at,
    ),
    "strike_channel": _strike,
    "place": _place,
    "group": _group,
    "ungroup": _ungroup,
    "answer": _answer,
    "show_opinions": _show,
    "settle": _plain("settle"),
    "reopen": _plain("reopen", reason="补录信函"),
    "note_decision": lambda row, by, _, at: consultations.note_decision(
        consultation=row, decided_on=timezone.localdate(at), by=by, at=at
    ),
    "draw_up": lambda row, by, _, at: outcomes.draw_up(
        consultation=row, outcome="意见都已研究。", by=by, at=at
    ),
    "send_back": _plain("send_back", reason="写清楚"),
    "publish_outcome": lambda row, by, _, at: outcomes.publish_outcome(
        consultation=row, by=by, at=at
    ),
    "withdraw_outcome": lambda row, by, _, at: outcomes.withdraw_outcome(
        consultation=row, reason="条数有误", by=by, at=at
    ),
    "stop": lambda row, by, _, at: consultations.stop(
        consultation=row, reason="不再制定", by=by, at=at
    ),
}  # fmt: skip


# --- opinions ---


def opinion(city: City) -> Opinion:
    """A new one, in a consultation that is open now."""
    return written(running(city, start=CAME_AT - 10 * DAY), on="第四条", may_publish=True,
                   may_name=True, name="陈先生", email="chen@example.test")  # fmt: skip


def opinion_brought(city: City, state: str) -> Opinion:
    made = opinion(city)
    handler, _ = hands(city)
    if state == "answered":
        answers.answer_one(
            opinion=made, outcome="adopted", reason="照此修改。", by=handler, at=CAME_AT
        )
    if state == "withdrawn":
        public_copies.withdraw(opinion=made, at=CAME_AT)
    return Opinion.objects.select_related("consultation", "organ").get(pk=made.pk)


OPINION_DO: Mapping[str, Step] = {
    "answer": lambda row, by, _, at: answers.answer_one(
        opinion=row, outcome="declined", reason="另有规定。", by=by, at=at
    ),
    "reconsider": lambda row, by, _, at: answers.reconsider(
        opinion=row, reason="看错了", by=by, at=at
    ),
    "show": lambda row, by, _, at: public_copies.show(
        opinion=row, text="夜间再低一些。", by=by, at=at
    ),
    "hide": lambda row, by, _, at: public_copies.hide(opinion=row, reason="有隐私", by=by, at=at),
    "withdraw": lambda row, _by, _, at: public_copies.withdraw(opinion=row, at=at),
    "withdraw_consent": lambda row, _by, _, at: public_copies.withdraw_consent(opinion=row, at=at),
    "withdraw_name": lambda row, _by, _, at: public_copies.withdraw_name(opinion=row, at=at),
}  # fmt: skip
