"""What is due and late, told in working hours; and the three months."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from policies.messages.models import Message
from policies.messages.services.reminders import is_vetoed, remind_of_messages, unanswered
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.policies.messages.cases import (
    DAY,
    answered,
    at_nine,
    brought,
    channel,
    walk,
    written,
)

pytestmark = pytest.mark.django_db


def told(kind: str = ":left:") -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(kind="messages.due", dedup_key__contains=kind)
    return list(rows.order_by("pk"))


def test_a_term_that_ends_on_a_rest_day(city: City) -> None:
    """The last day is a Saturday within a holiday: told of before it, and late after it."""
    message = brought(city, Status.ANSWERING, at=at_nine("2026-09-07"))
    Message.objects.filter(pk=message.pk).update(due_on=dt.date(2026, 10, 3))
    for _ in range(3):
        remind_of_messages(at=at_nine("2026-09-30"))
    assert [row.dedup_key.rsplit(":", 1)[1] for row in told()] == ["0"]
    for day in range(1, 8):
        remind_of_messages(at=at_nine(f"2026-10-0{day}"))
    assert len(OutboxMessage.objects.filter(kind="messages.due")) == 1
    for _ in range(3):
        remind_of_messages(at=at_nine("2026-10-08"))
    assert [row.user for row in told(":late:")] == [city.people[Role.MESSAGE_RESPONDER]]


def test_nothing_goes_out_at_night() -> None:
    hours: set[int] = vars(settings.CELERY_BEAT_SCHEDULE["message-reminders"]["schedule"])["hour"]
    assert (min(hours), max(hours)) == (8, 17)


def test_what_waits_for_the_writer_is_nobodys_reminder(city: City) -> None:
    brought(city, Status.ASKED, at=at_nine("2026-09-07"))
    assert remind_of_messages(at=at_nine("2026-09-28")) == 0


@pytest.mark.parametrize(
    ("received", "on", "vetoed"),
    [
        ("2026-08-31", "2026-11-30", False),
        ("2026-08-31", "2026-12-01", True),
        ("2026-11-30", "2027-02-28", False),
        ("2026-11-30", "2027-03-01", True),
    ],
)
def test_the_veto_of_three_months(city: City, received: str, on: str, *, vetoed: bool) -> None:
    message = written(city, at=at_nine(received))
    assert is_vetoed(message, on=dt.date.fromisoformat(on)) is vetoed


def test_warned_thirty_and_ten_days_before(city: City) -> None:
    written(city, at=at_nine("2026-08-31"))
    day, keys = at_nine("2026-10-26"), []
    while day <= at_nine("2026-12-04"):
        remind_of_messages(at=day)
        keys.append(len({row.dedup_key for row in told(":veto:")}))
        day += DAY
    first = [keys.index(number) for number in (1, 2, 3)]
    begin = dt.date(2026, 10, 26)
    # 1 November is a Sunday; 21 November a Saturday: told on the next day of work.
    assert [str(begin + DAY * each) for each in first] == ["2026-11-02", "2026-11-23", "2026-12-01"]
    assert city.people[Role.SUPERVISOR] in {row.user for row in told(":veto:")}


def test_answered_other_kinds_and_void_ones_are_no_veto(city: City) -> None:
    at = at_nine("2026-08-31")
    answered(city, at=at)
    board = channel("mailbox", city.office)
    written(city, "建议多设车位", at=at, category="suggest", by_channel=board)
    walk(written(city, "广告一则", at=at, trapped=True), city, "set_aside", at=at)
    late = dt.date(2026, 12, 24)
    assert list(unanswered(late)) == []
    assert not any(is_vetoed(message, on=late) for message in Message.objects.all())
