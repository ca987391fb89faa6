"""Observers of a hearing sign up as for any session, beside those who speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from decisions.events.models import EventSession
from decisions.events.workflow import Place
from decisions.seats.models import Sitting
from decisions.seats.services import hearing, sittings
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.events import cases as events
from tests.decisions.seats import cases
from tests.decisions.seats.hearings import officer, reviewer

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = cases.AT, cases.DAY, cases.HOUR


def _session(row: Sitting, city: City, **changes: Any) -> EventSession:
    """For two observers, from an hour before the hearing to an hour after its beginning."""
    given = {
        "kind": "observing", "title": "旁听停车收费听证会", "place": row.place,
        "starts_at": row.meets_at - HOUR, "places": 2, "at": AT, **changes,
    }  # fmt: skip
    return events.published(city, **given)


def _admitted(row: Sitting, session: EventSession, by: Any, at: dt.datetime = AT) -> Sitting:
    return hearing.admit_observers(sitting=row, session=session, by=by, at=at)


@pytest.fixture
def row(city: City) -> Sitting:
    return cases.coming(city)


def test_whoever_observes_signs_up_with_places_list_and_ticket(
    city: City, row: Sitting, client: Client
) -> None:
    session = _session(row, city)
    _admitted(row, session, officer(city))
    before = row.applicants.count()
    one, two, three = (events.signed_up(session, name) for name in ("甲", "乙", "丙"))
    assert [events.again(each).status for each in (one, two, three)] == [
        Place.SEATED, Place.SEATED, Place.WAITING,
    ]  # fmt: skip
    assert one.ticket is not None
    # They are none of those who speak, and no list of the draw knows them.
    assert row.applicants.count() == before
    page = client.get(row.get_absolute_url()).content.decode()
    assert "旁听的人不发言" in page
    assert session.get_absolute_url() in page
    shown = client.get(session.event.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in shown


def test_only_a_session_that_is_the_hearings(city: City, row: Sitting) -> None:
    by = officer(city)
    for changes in (
        {"kind": "lecture"},
        {"starts_at": row.meets_at + HOUR, "place": "别处甲"},
        {"starts_at": row.meets_at - 3 * HOUR, "place": "别处乙"},
    ):
        with pytest.raises(ActRefused, match="听证会旁听"):
            _admitted(row, _session(row, city, **changes), by)
    good = _session(row, city, place="别处丙")
    EventSession.objects.filter(pk=good.pk).update(called_off_at=AT, called_off_why="不办")
    with pytest.raises(ActRefused, match="听证会旁听"):
        _admitted(row, good, by)


def test_of_a_meeting_that_is_no_hearing_none(city: City) -> None:
    row = cases.announced(city)
    with pytest.raises(ActRefused, match="不是听证会"):
        _admitted(row, EventSession(), officer(city))


def test_nobody_else_admits_them(city: City, row: Sitting) -> None:
    session = _session(row, city)
    for by in (city.outsider, reviewer(city)):
        with pytest.raises(NotPermitted):
            _admitted(row, session, by)


def test_a_hearing_that_is_put_off_takes_its_observers_along(city: City, row: Sitting) -> None:
    session = _session(row, city)
    _admitted(row, session, officer(city))
    events.signed_up(session)
    hearing.postpone(
        sitting=row, meets_at=row.meets_at + 2 * DAY, reason="会场维修", by=reviewer(city),
        at=AT + HOUR,
    )  # fmt: skip
    now = events.again(session)
    assert now.starts_at == session.starts_at + 2 * DAY
    assert now.ends_at == session.ends_at + 2 * DAY
    assert now.sequence == 1
    assert OutboxMessage.objects.filter(subject__contains="活动时间有变").count() == 1


def test_a_hearing_that_is_aborted_sends_them_home(city: City, row: Sitting) -> None:
    session = _session(row, city)
    _admitted(row, session, officer(city))
    one = events.signed_up(session)
    sittings.abort(sitting=row, reason="议题撤回", by=reviewer(city), at=AT + HOUR)
    assert events.again(session).called_off_why == "听证会中止：议题撤回"
    assert events.again(one).status == Place.CALLED_OFF
    assert city.people[Role.PARTICIPATION] == officer(city)
