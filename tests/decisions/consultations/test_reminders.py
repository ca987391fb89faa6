"""Who is told: of an end that passed, of an outcome that is due or late, once each."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.consultations.models import Consultation
from decisions.consultations.services.reminders import remind_of_consultations
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, after, hands, running, told, written

pytestmark = pytest.mark.django_db


def _told() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="consultations.due").order_by("pk")
    return list(rows.values_list("subject", flat=True))


def test_that_the_end_has_passed_once(city: City) -> None:
    row = running(city)
    written(row)
    assert remind_of_consultations(at=CAME_AT + DAY) == 0
    # The last day is a holiday's neighbour: on rest days nobody is written to.
    for number in range(5):
        remind_of_consultations(at=after(row) + number * DAY)
    assert _told() == [f"征求意见已经截止：{row.number}"]
    message = OutboxMessage.objects.get(kind="consultations.due")
    assert "还有1条意见没有处理" in message.body
    assert message.user == hands(city)[0]


def test_ahead_and_late_to_whose_turn_it_is(city: City) -> None:
    row = running(city, start=CAME_AT - 60 * DAY)
    Consultation.objects.filter(pk=row.pk).update(decided_on=dt.date(2026, 9, 1))
    remind_of_consultations(at=dt.datetime(2026, 9, 14, 2, tzinfo=dt.UTC))
    assert any("反馈期限提醒" in subject for subject in _told())
    remind_of_consultations(at=dt.datetime(2026, 9, 16, 2, tzinfo=dt.UTC))
    assert any("逾期未公布" in subject for subject in _told())
    count = len(_told())
    remind_of_consultations(at=dt.datetime(2026, 9, 16, 3, tzinfo=dt.UTC))
    assert len(_told()) == count


def test_of_what_was_told_nothing(city: City) -> None:
    row = told(city, start=CAME_AT - 60 * DAY)
    Consultation.objects.filter(pk=row.pk).update(decided_on=dt.date(2026, 8, 3))
    remind_of_consultations(at=CAME_AT + 20 * DAY)
    assert _told() == []
