"""What a relay tells of a task: received, passed on to so many, and what it heard.

The relay does it by number and code, or the clerk enters what is told by telephone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from policies.relays.models import MOST_PEOPLE, RelayFeedback, RelayFigure, RelayTask
from policies.relays.services.relay_tasks import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.personal.free_text import masked

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT: Final = 2000
LONGEST_PLACE: Final = 100
_MOST_FIGURES: Final = 200


@dataclass(frozen=True)
class _Told:
    """One figure, as it was told."""

    means: str
    people: int
    on: dt.date
    place: str


def receive(*, relay_task: RelayTask, at: dt.datetime) -> RelayTask:
    """The relay has it."""
    return STEPS.perform(relay_task, "receive", by=None, at=at)


def record_receipt(*, relay_task: RelayTask, by: User, at: dt.datetime) -> RelayTask:
    """The same, told by telephone."""
    return STEPS.perform(relay_task, "record_receipt", by=by, at=at)


def report(
    *, relay_task: RelayTask, means: str, people: int, on: dt.date, place: str, at: dt.datetime
) -> RelayTask:
    """The relay told so many people. Each time is one more figure."""
    told = _Told(means, people, on, place)
    return _report(relay_task, "report", told, by=None, at=at)


def record_report(
    *,
    relay_task: RelayTask,
    means: str,
    people: int,
    on: dt.date,
    place: str,
    by: User,
    at: dt.datetime,
) -> RelayTask:
    """The same, told by telephone."""
    told = _Told(means, people, on, place)
    return _report(relay_task, "record_report", told, by=by, at=at)


def feed_back(*, relay_task: RelayTask, text: str, at: dt.datetime) -> RelayTask:
    """A question that was heard; numbers of persons in it are masked before it is kept."""
    return _feed_back(relay_task, "feed_back", text, by=None, at=at)


def record_feedback(*, relay_task: RelayTask, text: str, by: User, at: dt.datetime) -> RelayTask:
    """The same, told by telephone."""
    return _feed_back(relay_task, "record_feedback", text, by=by, at=at)


@transaction.atomic
def _feed_back(
    relay_task: RelayTask, action: str, text: str, *, by: User | None, at: dt.datetime
) -> RelayTask:
    held, act = STEPS.begin(relay_task, action, by, at)
    text = needed(text, "听到的问题")
    if len(text) > LONGEST_TEXT:
        raise ActRefused(f"听到的问题最多{LONGEST_TEXT}字，请删减。")
    RelayFeedback.objects.create(task=held, text=masked(text), at=at)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def _report(
    relay_task: RelayTask, action: str, told: _Told, *, by: User | None, at: dt.datetime
) -> RelayTask:
    held, act = STEPS.begin(relay_task, action, by, at)
    place = needed(told.place, "地点")
    if len(place) > LONGEST_PLACE:
        raise ActRefused(f"地点最多{LONGEST_PLACE}字，请删减。")
    if not 1 <= told.people <= MOST_PEOPLE:
        raise ActRefused("人数至少为1，也不能过大，请核对。")
    if told.on > timezone.localdate(at):
        raise ActRefused("日期晚于今天，请核对。")
    if told.on < timezone.localdate(held.submitted_at):
        raise ActRefused("日期早于任务下达的那一天，请核对。")
    if held.figures.count() >= _MOST_FIGURES:
        raise ActRefused("这件任务报的次数太多了，请联系经办机关。")
    RelayFigure.objects.create(
        task=held, means=told.means, people=told.people, on=told.on, place=masked(place), at=at
    )
    return STEPS.finish(held, act, by=by, at=at)
