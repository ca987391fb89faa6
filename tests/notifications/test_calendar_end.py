"""The end of the working calendar is told in time to those who load it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications.models import OutboxMessage
from portal.notifications.services.calendar_end import (
    KIND,
    calendar_end,
    ending,
    remind_of_calendar_end,
)
from portal.notifications.tasks import remind_of_calendar_end as task
from portal.workdays.calendar import NEVER
from portal.workdays.models import HolidayNotice
from portal.workdays.services import load_calendar
from tests.builders import City
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 12, 31)
DAY = dt.timedelta(days=1)


def at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def told() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind=KIND).order_by("pk")
    return [(str(row.user), row.dedup_key.rpartition(":")[2]) for row in rows]


def test_the_calendar_reaches_to_the_end_of_the_last_year_without_a_gap() -> None:
    calendar = load_calendar()
    assert calendar.reach(dt.date(2025, 3, 1)) == LAST
    assert calendar.reach(dt.date(2027, 1, 1)) == NEVER


def test_from_sixty_days_before_and_not_sooner() -> None:
    assert calendar_end(LAST - 61 * DAY) is None
    near, past = calendar_end(LAST - 60 * DAY), calendar_end(LAST + 3 * DAY)
    assert near is not None
    assert past is not None
    assert (near.left, near.year, past.left) == (60, 2027, -3)
    assert "2026-12-31，还有60天" in near.words
    assert "已经过了" in past.words
    HolidayNotice.objects.all().delete()
    assert calendar_end(LAST) is None


def test_each_stage_reaches_those_who_load_and_redate_once(city: City) -> None:
    User.objects.create_superuser("chief", password="Geheim-2026-xyz")
    day = LAST - 70 * DAY
    while day <= LAST:
        for _ in range(2):
            remind_of_calendar_end(at=at(day))
        day += DAY
    supervisor = str(city.people[Role.SUPERVISOR])
    mine = [stage for who, stage in told() if who == supervisor]
    assert mine == ["60", "30", "14", "7", "1"]
    assert len({who for who, _ in told()}) == len({"chief", supervisor, str(city.outsider)})


def test_past_the_end_it_is_told_every_day(city: City) -> None:
    for day in (1, 2):
        for _ in range(2):
            remind_of_calendar_end(at=at(LAST + day * DAY))
    supervisor = str(city.people[Role.SUPERVISOR])
    assert [stage for who, stage in told() if who == supervisor] == ["2027-01-01", "2027-01-02"]


def test_it_stands_on_the_first_page_of_those_whom_it_concerns(
    city: City, settings: Settings
) -> None:
    settings.AXES_ENABLED = False
    clerk: Any = city.people[Role.CLERK]
    assert ending(clerk, LAST) is None
    with time_machine.travel(at(LAST - 10 * DAY)):
        task()
        page = signed_in(city.people[Role.SUPERVISOR]).get("/admin/").content.decode()
        assert "工作日历将到期" in page
        assert "还有10天" in page
        assert "工作日历将到期" not in signed_in(clerk).get("/admin/").content.decode()
    assert told()
