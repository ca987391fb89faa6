"""Hours are told of at any hour: in the night, on the National Day, to those above when late."""

from __future__ import annotations

import pytest
from django.conf import settings

from policies.concerns.choices import Gravity
from policies.concerns.models import Concern
from policies.concerns.services.reminders import KIND, remind_of_concerns
from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from tests.builders import City, person
from tests.policies.concerns.cases import HOUR, local, recorded, walk

pytestmark = pytest.mark.django_db
NIGHT = local("2026-10-01T22:00")


@pytest.fixture
def concern(city: City) -> Concern:
    return recorded(city, noticed_at=NIGHT, at=NIGHT)


def told(word: str = "") -> list[str]:
    rows = OutboxMessage.objects.filter(kind=KIND, channel="inbox", subject__contains=word)
    return [row.user.username for row in rows.order_by("pk")]


def test_it_runs_at_every_hour() -> None:
    schedule = vars(settings.CELERY_BEAT_SCHEDULE["concern-reminders"]["schedule"])
    assert schedule["hour"] == set(range(24))


def test_before_and_after_the_moment(city: City, concern: Concern) -> None:
    above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    writer, supervisor = "p-message_responder", "p-supervisor"
    for _ in range(2):
        remind_of_concerns(at=NIGHT)
    # Five hours are left of the one, twenty-four of the other.
    assert told() == [writer, writer]
    remind_of_concerns(at=NIGHT + 4 * HOUR)
    assert told("关切回应时限提醒") == [writer, writer]
    late = NIGHT + 5 * HOUR
    remind_of_concerns(at=late)
    assert told("关切回应逾时") == []
    for minutes in (1, 11, 21):
        remind_of_concerns(at=late + minutes * HOUR / 60)
    assert sorted(told("关切回应逾时")) == sorted([above.username, writer, supervisor])
    remind_of_concerns(at=late + 25 * HOUR)
    assert len(told("关切回应逾时")) == 6


def test_it_is_the_reviewer_s_turn_and_the_conference_is_the_writer_s(
    city: City, concern: Concern
) -> None:
    walk(concern, city, "write", "submit", at=NIGHT)
    remind_of_concerns(at=NIGHT)
    assert told("关切回应时限提醒") == ["p-answer_reviewer"]
    assert told("新闻发布会时限提醒") == ["p-message_responder"]


def test_what_was_done_is_not_spoken_of(city: City, concern: Concern) -> None:
    walk(concern, city, "write", "submit", "release", "excuse_press", at=NIGHT)
    recorded(city, noticed_at=NIGHT, at=NIGHT, gravity=Gravity.OTHER)
    walk(recorded(city, noticed_at=NIGHT, at=NIGHT), city, "discard", at=NIGHT)
    assert remind_of_concerns(at=NIGHT + 20 * HOUR) == 0
    assert remind_of_concerns(at=NIGHT + 24 * HOUR) == 1
