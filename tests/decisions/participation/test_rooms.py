"""Every room in which people can take part offers its own in the one place for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from decisions.consultations import open_offers as consulting
from decisions.consultations.services.steps import STEPS
from decisions.events import open_offers as holding
from decisions.participation import offers
from decisions.participation.offers import ANSWERED, CLOSED, OPEN
from decisions.seats import open_offers as seating
from portal.accounts.choices import Role
from tests.builders import City
from tests.decisions.consultations import cases as consultations
from tests.decisions.events import cases as events
from tests.decisions.seats import cases as seats

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _found(room: Any, at: dt.datetime) -> list[offers.Offer]:
    return list(room.offered(at))


def test_each_room_is_registered() -> None:
    labels = [kind.label for kind in offers.kinds()]
    assert labels == [
        "征求意见", "实事项目征集", "政策需求征集", "人民建议征集", "问卷", "听证会", "列席会议",
        "开放活动", "开放活动选题征集",
    ]  # fmt: skip


def test_consultations_from_their_instant_to_their_outcome(city: City) -> None:
    start = consultations.CAME_AT
    row = consultations.running(city, start=start)
    assert row.opens_at is not None
    assert row.closes_at is not None
    assert _found(consulting, row.opens_at - DAY) == []
    one = _found(consulting, row.opens_at + DAY)[0]
    assert (one.title, one.state(row.opens_at + DAY), one.counts) == (row.title, OPEN, "")
    assert one.state(row.closes_at) == CLOSED
    told = consultations.told(city, start=start - 60 * DAY, opinions=3, title="试江市绿化办法")
    assert told.outcome_at is not None
    found = {each.key: each for each in _found(consulting, told.outcome_at + DAY)}
    assert found[told.pk].state(told.outcome_at) == ANSWERED
    assert found[told.pk].counts == "收到3条意见"
    assert found[told.pk].outcome


def test_what_was_stopped_is_not_offered(city: City) -> None:
    row = consultations.running(city)
    assert row.opens_at is not None
    by = city.people[Role.DECISION_REVIEWER]
    STEPS.perform(row, "stop", by=by, at=row.opens_at + DAY, reason="不再制定")
    assert _found(consulting, row.opens_at + DAY) == []


def test_seats_from_their_announcement(city: City) -> None:
    assert _found(seating, seats.AT) == []
    row = seats.announced(city)
    one = _found(seating, row.opens_at)[0]
    assert (one.title, one.state(row.opens_at)) == (row.topic, OPEN)
    assert "0人报名" in one.counts
    assert one.state(row.closes_at) == CLOSED


def test_sessions_while_one_can_sign_up(city: City) -> None:
    session = events.published(city)
    assert _found(holding, session.opens_at - DAY) == []
    one = _found(holding, session.opens_at)[0]
    assert one.title.startswith(session.event.title)
    assert _found(holding, session.closes_at) == []


@pytest.mark.usefixtures("at_noon")
def test_the_page_shows_all_kinds(
    city: City, client: Client, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    row = consultations.running(city, start=now - 3 * DAY)
    page = client.get("/participate/").content.decode()
    assert row.get_absolute_url() in page
    assert row.get_absolute_url() not in client.get("/participate/?kind=sittings").content.decode()
    with django_assert_num_queries(QUERIES):
        client.get("/participate/")
    consultations.running(city, start=now - 2 * DAY, title="另一件")
    with django_assert_num_queries(QUERIES):
        client.get("/participate/")


QUERIES = 11
