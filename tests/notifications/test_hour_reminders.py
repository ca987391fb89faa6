"""Terms counted in hours, for whatever row keeps a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from portal.notifications.services.hour_reminders import HourTerm, remind_of_hours
from portal.notifications.services.reminders import Concern, Words
from portal.organs.models import Organ
from tests.builders import City, person

pytestmark = pytest.mark.django_db
# Three in the night of the National Day.
DUE = dt.datetime.fromisoformat("2026-10-02T03:00:00+08:00")
MINUTE = dt.timedelta(minutes=1)
HOUR = 60 * MINUTE


@dataclass
class Row:
    """What has a moment."""

    organ: Organ
    due_at: dt.datetime | None = DUE
    handler: Any = None


TERM: HourTerm[Row] = HourTerm(
    Concern("hours.due", lambda _row: "/x/"),
    "due_at",
    lambda _row: Role.CLERK,
    Words("hours:left:{stage}", "还有{left}小时", "{due}以前。"),
    Words("hours:late:{day}", "逾时", "应在{due}以前。"),
)


def subjects(**who: Any) -> list[str]:
    rows = OutboxMessage.objects.filter(kind="hours.due", **who).order_by("pk")
    return [row.subject for row in rows]


def test_each_stage_is_told_once_and_nothing_before_the_first(city: City) -> None:
    row, clerk = Row(city.office), city.people[Role.CLERK]
    assert remind_of_hours(TERM, [row], at=DUE - 25 * HOUR).people == 0
    assert remind_of_hours(TERM, [Row(city.office, None)], at=DUE).people == 0
    moments = (24 * HOUR, 13 * HOUR, 12 * HOUR, 5 * HOUR, 4 * HOUR, 90 * MINUTE, MINUTE)
    for before in moments:
        for _ in range(2):
            remind_of_hours(TERM, [row], at=DUE - before)
    assert subjects(user=clerk) == [
        "还有24小时",
        "还有12小时",
        "还有4小时",
        "还有2小时",
        "还有1小时",
    ]


def test_lateness_is_told_upwards_at_once_and_again_each_day(city: City) -> None:
    mayor = person("p-mayor", organs=[city.root], roles=[Role.SUPERVISOR])
    row = Row(city.street)
    for after in (MINUTE, HOUR, 23 * HOUR, 24 * HOUR, 30 * HOUR):
        remind_of_hours(TERM, [row], at=DUE + after)
    for user in (city.people[Role.CLERK], city.people[Role.SUPERVISOR], mayor):
        assert subjects(user=user) == ["逾时", "逾时"], user
    assert subjects(user=city.outsider) == []
    assert OutboxMessage.objects.filter(body="应在2026-10-02 03:00以前。").exists()
