"""Relays and tasks for tests, brought to a state by walking the lawful path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from disclosure.models import Document
from policies.relays.choices import Means, RelayKind
from policies.relays.models import Relay, RelayTask
from policies.relays.services import relay_tasks, relays, reminders, reports
from policies.relays.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.workflow import lawful_path
from tests.builders import City
from tests.policies.audiences.pushing import AT, policy, term

CONTACT = {
    "contact_name": "演示联系人辛", "contact_phone": "13800001111",
    "contact_mail": "xin@people.example",
}  # fmt: skip


def relay(city: City, name: str = "演示餐饮协会", **changes: Any) -> Relay:
    """A relay that the office looks after."""
    given = {"organ": city.office, "kind": RelayKind.ASSOCIATION, **changes}
    codes = given.pop("codes", ("elderly",))
    contact = given.pop("contact", CONTACT)
    return relays.save_relay(
        Relay(name=name, **given), terms=[term(code) for code in codes], contact=contact,
        by=city.people[Role.CLERK], at=AT,
    )  # fmt: skip


def _policy(city: City) -> Document:
    return Document.objects.public().first() or policy(city, "elderly")


def handed(city: City, to: Relay | None = None, document: Document | None = None) -> RelayTask:
    """A task that waits to be received."""
    to = to or relay(city, f"演示协会{Relay.objects.count() + 1}")
    (task,) = relay_tasks.hand_over(
        document=document or _policy(city), relays=[to], by=city.people[Role.CLERK], at=AT
    )
    return task


_FIGURE: dict[str, Any] = {"means": Means.MEETING, "people": 40, "place": "三楼会议室"}


def _on(at: dt.datetime) -> dict[str, Any]:
    return {**_FIGURE, "on": timezone.localdate(at)}


Step = Callable[[RelayTask, User | None, City, dt.datetime], Any]
STEPS: Mapping[str, Step] = {
    "receive": lambda row, _by, _, at: reports.receive(relay_task=row, at=at),
    "report": lambda row, _by, _, at: reports.report(relay_task=row, **_on(at), at=at),
    "feed_back": lambda row, _by, _, at: reports.feed_back(
        relay_task=row, text="什么时候开始？", at=at
    ),
    "record_receipt": lambda row, by, _, at: reports.record_receipt(relay_task=row, by=by, at=at),
    "record_report": lambda row, by, _, at: reports.record_report(
        relay_task=row, **_on(at), by=by, at=at
    ),
    "record_feedback": lambda row, by, _, at: reports.record_feedback(
        relay_task=row, text="什么时候开始？", by=by, at=at
    ),
    "close": lambda row, by, _, at: relay_tasks.close(relay_task=row, by=by, at=at),
    "cancel": lambda row, by, _, at: relay_tasks.STEPS.perform(
        row, "cancel", reason="政策改了", by=by, at=at
    ),
    "urge": lambda row, by, _, at: reminders.urge(relay_task=row, by=by, at=at),
    # Nothing of it is the relay's to take back.
    "withdraw": lambda row, _by, _, at: relay_tasks.STEPS.perform(row, "withdraw", by=None, at=at),
}  # type: ignore[dict-item]


def walk(task: RelayTask, city: City, *actions: str, at: dt.datetime = AT) -> RelayTask:
    """Do the acts by those whose they are."""
    for action in actions:
        role = WORKFLOW.actions[action].role
        by = city.people.get(Role(role)) if role in Role.values else None
        STEPS[action](RelayTask.objects.get(pk=task.pk), by, city, at)
    return RelayTask.objects.select_related("organ", "relay").get(pk=task.pk)


def brought(city: City, state: str) -> RelayTask:
    """A new task in a state."""
    return walk(handed(city), city, *lawful_path(WORKFLOW, state))
