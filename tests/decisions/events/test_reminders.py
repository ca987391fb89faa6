"""The day before those who come are told, once; afterwards the organ, once."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.events.services import reminders, signups
from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.events.cases import AT, DAY, published, signed_up

pytestmark = pytest.mark.django_db


def test_tomorrow_is_told_once_to_those_with_a_place(city: City) -> None:
    session = published(city, places=1)
    seated, _waiting = signed_up(session, "甲"), signed_up(session, "乙")
    day = session.starts_at - DAY
    assert reminders.remind_attendees(at=day - DAY) == 0
    for hours in (0, 1, 5):
        assert reminders.remind_attendees(at=day + dt.timedelta(hours=hours)) == 1
    told = OutboxMessage.objects.filter(dedup_key__contains=":tomorrow:")
    assert [row.dedup_key.split(":")[1] for row in told] == [str(seated.pk)]
    assert told.get().subject.startswith(f"活动报名{seated.number}")


def test_nobody_is_told_of_what_is_off_or_given_up(city: City) -> None:
    session = published(city)
    row = signed_up(session)
    signups.withdraw(signup=row, at=AT)
    assert reminders.remind_attendees(at=session.starts_at - DAY) == 1
    assert not OutboxMessage.objects.filter(dedup_key__contains=":tomorrow:").exists()


def test_those_who_hold_it_are_told_to_say_what_came_of_it(city: City) -> None:
    session = published(city)
    monday = session.ends_at + (7 - session.ends_at.weekday()) * DAY
    assert reminders.remind_of_events(at=session.starts_at) == 0
    told = OutboxMessage.objects.filter(kind="events.due")
    for days in (0, 1, 2):
        reminders.remind_of_events(at=monday + days * DAY)
    assert {row.user for row in told} == {city.people[Role.PARTICIPATION]}
    assert len({row.dedup_key for row in told}) == 1


def test_on_a_day_of_rest_nobody_is_written_to(city: City) -> None:
    session = published(city)
    saturday = session.ends_at + (12 - session.ends_at.weekday()) * DAY
    assert reminders.remind_of_events(at=saturday) == 0
