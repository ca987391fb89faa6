"""Reminders of every kind: each stage once, lateness on every day of work, and supervisors read of
it in one letter.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from portal.notifications.services.reminders import is_worked
from portal.notifications.stages import STAGES
from portal.workdays.services import load_calendar
from tests.builders import City
from tests.floor.kinds import CAME_AT, DAY, TIMED, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", TIMED, ids=str)]


@pytest.fixture
def case(city: City, kind: Kind) -> Any:
    return kind.brought(city, kind.reminded)


def days_before(kind: Kind, case: Any, left: int) -> dt.datetime:
    """A moment with so many working days left to the day on which the case is due."""
    due, calendar = getattr(case, kind.due_on), load_calendar()
    days = (timezone.localdate(CAME_AT) + n * DAY for n in range((due - CAME_AT.date()).days + 1))
    day = next(day for day in days if calendar.count(day, due) == left and is_worked(calendar, day))
    return CAME_AT + (day - timezone.localdate(CAME_AT))


def told(kind: Kind, case: Any) -> list[Any]:
    """What staff were told of the case's last day; nothing of the organ's other terms."""
    rows = OutboxMessage.objects.filter(kind=kind.notice, body__contains=case.number)
    due = (":left:", ":late:")
    return [row for row in rows.order_by("pk") if any(part in row.dedup_key for part in due)]


def test_each_stage_is_told_once(city: City, kind: Kind, case: Any) -> None:
    for number, stage in enumerate(sorted(STAGES, reverse=True), start=1):
        at = days_before(kind, case, stage)
        for _ in range(2):
            kind.remind(at=at)
        messages = told(kind, case)
        assert len(messages) == number
        assert messages[-1].user == city.people[kind.handler]
    assert len({row.dedup_key for row in told(kind, case)}) == len(STAGES)


def test_lateness_is_told_on_days_of_work_and_to_supervisors_in_one_letter(
    city: City, kind: Kind, case: Any
) -> None:
    due, calendar = getattr(case, kind.due_on), load_calendar()
    late = days_before(kind, case, 0)
    late += (due - late.date()) + DAY
    for day in range(7):
        kind.remind(at=late + day * DAY)
        kind.remind(at=late + day * DAY)
    worked = sum(is_worked(calendar, due + (day + 1) * DAY) for day in range(7))
    assert {row.user for row in told(kind, case)} == {city.people[kind.handler]}
    assert len(told(kind, case)) == worked < 7
    above = OutboxMessage.objects.filter(user=city.people[Role.SUPERVISOR], kind=kind.notice)
    letters = above.filter(dedup_key__startswith="gathered:")
    assert letters.count() == worked
    assert all(case.number in row.body for row in letters)


def test_long_before_nobody_is_told(city: City, kind: Kind, case: Any) -> None:
    kind.remind(at=days_before(kind, case, max(STAGES) + 1))
    assert told(kind, case) == []
