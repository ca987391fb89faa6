"""Messages for tests, brought to a state by walking the lawful path."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from policies.messages.choices import Door, Outcome, Revisited
from policies.messages.models import Message, MessageChannel
from policies.messages.services import (
    answers,
    assignment,
    distillation,
    feedback,
    mergers,
    pressure,
    publication,
    referrals,
    retention,
    supplements,
    triage,
    typical,
)
from policies.messages.services.intake import Asked, enter, submit
from policies.messages.services.steps import STEPS as MESSAGE_STEPS
from policies.messages.workflow import WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.workflow import lawful_path
from tests.builders import City

TEXT = "我们小区车位不够，附近单位的停车场晚上能不能停？怎样办月卡？"
OTHER = "夜间停车怎样收费？"
ANSWER = "您好。名单上的单位晚上可以停，月卡在停车场办。"
# A Monday; the calendar of 2026 is loaded with the migrations.
CAME_AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def at_nine(day: str) -> dt.datetime:
    """Nine in the morning of a day, where the portal is."""
    return dt.datetime.fromisoformat(f"{day}T09:00:00+08:00")


def channel(slug: str = "consult", office: Organ | None = None, **columns: Any) -> MessageChannel:
    """A channel that the migrations have planted, changed where a test needs it."""
    if office is not None:
        columns["office"] = office
    if columns:
        MessageChannel.objects.filter(slug=slug).update(**columns)
    return MessageChannel.objects.get(slug=slug)


def written(
    city: City,
    text: str = TEXT,
    *,
    at: dt.datetime = CAME_AT,
    by_channel: MessageChannel | None = None,
    key: uuid.UUID | None = None,
    user: User | None = None,
    **changes: Any,
) -> Message:
    """A message as it came in at the city's office, with consent and an address."""
    given = {"name": "演示留言人辛", "email": "xin@people.example", "may_publish": True, **changes}
    row = by_channel or channel(office=city.office, reply_days=15)
    asked = Asked(channel=row, text=text, **given)
    return submit(asked=asked, key=key or uuid.uuid4(), at=at, user=user).case


def passed_down(city: City, day: str, **terms: Any) -> Message:
    """One of 上级转办 that came on a day and was entered that morning."""
    row = channel("passed-down", city.office, **terms)
    return enter(
        asked=Asked(channel=row, text=TEXT, name="演示留言人辛", phone="13800001111"),
        office=city.office,
        key=uuid.uuid4(),
        received_on=dt.date.fromisoformat(day),
        by=city.people[Role.MESSAGE_DESK],
        at=at_nine(day),
    ).case


Step = Callable[[Message, Any, City, dt.datetime], object]


def _plain(action: str) -> Step:
    return lambda m, by, _, at: MESSAGE_STEPS.perform(m, action, reason="按规则", by=by, at=at)


STEPS: Mapping[str, Step] = {
    "release": lambda m, by, _, at: triage.release(message=m, by=by, at=at),
    "set_aside": lambda m, by, _, at: triage.set_aside(message=m, reason="广告", by=by, at=at),
    "assign": lambda m, by, _, at: assignment.assign(message=m, by=by, at=at),
    "accept": lambda m, by, _, at: assignment.accept(message=m, by=by, at=at),
    "hand_back": lambda m, by, _, at: assignment.hand_back(
        message=m, reason="属于交通部门", by=by, at=at
    ),
    "ask_back": lambda m, by, _, at: supplements.ask_back(
        message=m, text="哪个小区？", by=by, at=at
    ),
    "supplement": lambda m, _by, _, at: supplements.supplement(message=m, text="柳桥小区", at=at),
    "resume": lambda m, by, _, at: supplements.resume(message=m, reason="已经查明", by=by, at=at),
    "propose": lambda m, by, _, at: answers.propose(
        message=m, text=ANSWER, outcome=Outcome.ANSWERED, by=by, at=at
    ),
    "approve": lambda m, by, _, at: answers.approve(message=m, by=by, at=at),
    "distill": lambda m, by, _, at: distillation.distill(
        message=m, question=f"夜间停车怎样收费（{m.pk}）", by=by, at=at
    ),
    "return": _plain("return"),
    "ask_again": lambda m, _by, _, at: supplements.ask_again(message=m, text="周末呢？", at=at),
    "reopen": lambda m, by, _, at: supplements.reopen(message=m, reason="没有落实", by=by, at=at),
    "refer": lambda m, by, _, at: referrals.refer(
        message=m, door=Door.PETITION, text="请向信访部门提出。", by=by, at=at
    ),
    "refer_on": lambda m, by, _, at: referrals.refer(
        message=m, door=Door.PETITION, text="请向信访部门提出。", by=by, at=at, action="refer_on"
    ),
    "merge": lambda m, by, _, at: mergers.merge(message=m, into=_another(m), by=by, at=at),
    "unmerge": lambda m, by, _, at: mergers.unmerge(message=m, reason="不一样", by=by, at=at),
    "withdraw": lambda m, _by, _, at: triage.withdraw(message=m, at=at),
    "record_withdrawal": lambda m, by, _, at: triage.record_withdrawal(
        message=m, reason="来电撤回", by=by, at=at
    ),
    "close": lambda m, by, _, at: feedback.close(message=m, by=by, at=at),
    "extend": lambda m, by, _, at: answers.extend(message=m, reason="要到现场看", by=by, at=at),
    "rate": lambda m, _by, _, at: feedback.rate(message=m, score="good", at=at),
    "revisit": lambda m, by, _, at: feedback.revisit(
        message=m, found=Revisited.CONTENT, text="能停了", by=by, at=at
    ),
    "record_acceptance": lambda m, by, _, at: referrals.record_acceptance(
        message=m, accepted_on=m.received_on, by=by, at=at
    ),
    "extend_petition": lambda m, by, _, at: referrals.extend_petition(message=m, by=by, at=at),
    "publish": lambda m, by, _, at: publication.publish(
        message=m, **publication.proposed(m), by=by, at=at
    ),
    "keep_private": _plain("keep_private"),
    "choose_typical": lambda m, by, _, at: typical.choose(
        message=m, note="不在名单上的单位怎样办", by=by, at=at
    ),
    "drop_typical": lambda m, by, _, at: typical.drop(message=m, reason="过时", by=by, at=at),
    "take_down": lambda m, by, _, at: publication.take_down(message=m, reason="有误", by=by, at=at),
    "withdraw_consent": lambda m, _by, _, at: publication.withdraw_consent(message=m, at=at),
    "hold": lambda m, by, _, at: retention.hold(message=m, reason="检查中", by=by, at=at),
    "lift_hold": lambda m, by, _, at: retention.lift_hold(message=m, reason="查完了", by=by, at=at),
    "urge": lambda m, by, _, at: pressure.urge(message=m, by=by, at=at),
}


def walk(message: Message, city: City, *actions: str, at: dt.datetime = CAME_AT) -> Message:
    """Do the acts by those whose they are."""
    for action in actions:
        role = WORKFLOW.actions[action].role
        by = city.people.get(Role(role)) if role in Role.values else None
        STEPS[action](message, by, city, at)
    return Message.objects.get(pk=message.pk)


def brought(city: City, state: str, *, at: dt.datetime = CAME_AT, **changes: Any) -> Message:
    """A new message in a state; what only the rules of spam hold was caught by one of them."""
    if state == Status.MERGED:
        written(city, OTHER)
    if state == Status.HELD:
        return written(city, trapped=True, at=at, **changes)
    return walk(written(city, at=at, **changes), city, *lawful_path(WORKFLOW, state), at=at)


def answered(city: City, *, at: dt.datetime = CAME_AT, **changes: Any) -> Message:
    return brought(city, Status.ANSWERED, at=at, **changes)


def brought_beside(city: City, state: str) -> Message:
    """The same, with another that it can be merged into."""
    written(city, OTHER)
    return brought(city, state)


def _another(message: Message) -> Message:
    """Another message that lies at the same organ."""
    rows = Message.objects.filter(organ=message.organ_id, merged_into=None).exclude(pk=message.pk)
    return rows.earliest("pk")
