"""Whose turn it is hears of the end that comes near, once."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.selection.services.reminders import remind_of_selections
from portal.accounts.choices import Role
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.policies.selection.cases import (
    CAME_AT,
    DAY,
    SPAN,
    edition,
    expert,
    instant,
    nominated,
    running,
)

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=9)


def at(number: int) -> dt.datetime:
    return instant(number, CAME_AT) + HOURS


def subjects() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="selections.due", channel=Channel.INBOX)
    return sorted(set(rows.values_list("subject", flat=True)))


def test_each_part_of_the_course(city: City) -> None:
    """It begins on a Monday: nominations end with a Wednesday, the vote a Saturday later."""
    selection = running(city)
    nominated(city, selection, edition(city), accepted=False)
    edition(city, "街道的一篇", city.street)
    judge = expert(city, selection)
    OutboxMessage.objects.all().delete()
    assert remind_of_selections(at=at(2)) == 0
    assert remind_of_selections(at=at(7)) == 2
    told = OutboxMessage.objects.filter(kind="selections.due", channel=Channel.INBOX)
    assert {message.user for message in told} == {city.people[Role.CLERK]}
    assert subjects() == [
        "2026年好解读评选：提名快截止了", "2026年好解读评选：还有1件提名没有审核",
    ]  # fmt: skip
    written = OutboxMessage.objects.count()
    remind_of_selections(at=at(8))
    assert OutboxMessage.objects.count() == written
    remind_of_selections(at=at(2 * SPAN + 1))
    marks = OutboxMessage.objects.filter(kind="selections.expert")
    assert [message.recipient_ref for message in marks] == [f"selections.expert:{judge.pk}"]
    late = at(3 * SPAN + 1)
    for moment in (late, late + DAY):
        remind_of_selections(at=moment)
    assert "2026年好解读评选：可以拟定结果" in subjects()
