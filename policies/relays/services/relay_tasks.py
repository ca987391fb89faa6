"""Handing a policy to relays, and the acts of the clerk who follows the tasks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure.models import Document
from policies.relays.deadlines import last_day
from policies.relays.models import Relay, RelayTask, RelayTaskAct
from policies.relays.permissions import RULES, may_hand_over
from policies.relays.services.notices import tell, tell_relay
from policies.relays.workflow import RULE, Status
from portal.acts.refusals import may_be_urged
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.tracking.intake import Numbering
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from policies.audiences.models import Push
    from portal.accounts.models import User
    from portal.workflow import Act


def _reckon(task: RelayTask, act: Act, at: dt.datetime) -> None:
    """The day that runs follows from what was done."""
    today = timezone.localdate(at)
    if task.status == Status.RECEIVED and task.received_on is None:
        task.received_on = today
        task.report_due_on = last_day(load_calendar(), today, settings.RELAY_REPORT_DAYS)
        task.due_on = task.report_due_on
    elif act.target in (Status.FORWARDED, Status.CLOSED, Status.CANCELLED):
        task.reported_on = task.reported_on or (today if act.target == Status.FORWARDED else None)
        task.due_on = None
    if act.target in (Status.CLOSED, Status.CANCELLED):
        task.closed_on = today


def _is_public(task: RelayTask, _on: dt.date) -> Verdict:
    if task.document.is_public:
        return ALLOWED
    return refuse("这份文件已经撤下，不用再转；这件任务由经办机关取消。")


STEPS: Final[Steps[RelayTask]] = Steps(
    RelayTask,
    RelayTaskAct,
    "relay_task",
    "relay_tasks",
    RULES,
    {
        "urge": may_be_urged("due_on"),
        **dict.fromkeys(("receive", "report", "record_receipt", "record_report"), _is_public),
    },
    prepare=_reckon,
    tell=tell,
)
_NUMBERING: Final = Numbering(RelayTask, "relay_tasks", "{code}-{year}-JL{count:05d}".format)


@transaction.atomic
def hand_over(
    *,
    document: Document,
    relays: Collection[Relay],
    push: Push | None = None,
    by: User,
    at: dt.datetime,
) -> list[RelayTask]:
    """One task for each relay; who has one of this push, or of this policy without one, keeps it.

    Raises NotPermitted, or ActRefused for what is not public, and for a relay that has ended.
    """
    if not (verdict := may_hand_over(by, document)):
        raise NotPermitted(verdict.reason)
    if not Document.objects.public().filter(pk=document.pk).exists():
        raise ActRefused("只有已经公开的文件可以下达接力任务。")
    if not relays:
        raise ActRefused("请选接力组织。")
    # Of two who hand over at once the second finds what the first did.
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    had = set(
        RelayTask.objects.filter(document=document, push=push).values_list("relay", flat=True)
    )
    new = [relay for relay in relays if relay.pk not in had]
    # One order for all: the counters of organs are locked until the transaction ends.
    return [
        _given(relay, document, push, by=by, at=at)
        for relay in sorted(new, key=lambda each: (each.organ_id, each.pk))
    ]


def close(*, relay_task: RelayTask, by: User, at: dt.datetime) -> RelayTask:
    """Nothing more is expected of it."""
    return STEPS.perform(relay_task, "close", by=by, at=at)


def complete_dates(*, at: dt.datetime) -> int:
    """Give open tasks a last day that the calendar did not reach when it was reckoned."""
    calendar, done = load_calendar(), 0
    rows = RelayTask.objects.filter(status__in=(Status.WAITING, Status.RECEIVED), due_on=None)
    for row in rows:
        is_waiting = row.status == Status.WAITING
        start = timezone.localdate(row.submitted_at) if is_waiting else row.received_on
        days = settings.RELAY_RECEIVE_DAYS if is_waiting else settings.RELAY_REPORT_DAYS
        due = last_day(calendar, start, days) if start else None
        if due is not None:
            column = "receive_due_on" if is_waiting else "report_due_on"
            known = RelayTask.objects.filter(pk=row.pk, status=row.status, due_on=None)
            done += known.update(due_on=due, **{column: due}, updated_at=at)
    return done


def _given(
    relay: Relay, document: Document, push: Push | None, *, by: User, at: dt.datetime
) -> RelayTask:
    if relay.ended_on:
        raise ActRefused(f"{relay.name}已经停止接力。")
    due = last_day(load_calendar(), timezone.localdate(at), settings.RELAY_RECEIVE_DAYS)

    def keep(given: dict[str, Any]) -> RelayTask:
        task = RelayTask(
            **given, relay=relay, document=document, push=push, name=relay.name,
            receive_due_on=due, due_on=due, submitted_at=at, updated_at=at,
        )  # fmt: skip
        task.save()
        return STEPS.opened(
            task, "submit", by=by, at=at, summary="下达接力任务", basis=RULE,
            details={"relay": relay.pk, "document": document.pk},
        )  # fmt: skip

    task = _NUMBERING.take_in(organ=relay.organ, key=uuid.uuid4(), at=at, keep=keep).case
    tell_relay(task, "submit", at=at)
    return task
