"""Sessions: times out of their order and at the same place refused in words; changes are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.events.models import EventSession
from decisions.events.services import events, sessions
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.events.cases import (
    AT,
    DAY,
    HOUR,
    again,
    drafted,
    published,
    signed_up,
    times,
    with_session,
)

pytestmark = pytest.mark.django_db
START = AT + 30 * DAY


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ends_at": START}, "结束（.*）应当在开始（.*）以后"),
        ({"ends_at": START - HOUR}, "结束"),
        ({"opens_at": START - HOUR, "closes_at": START - 2 * HOUR}, "报名截止（.*）应当在报名开始"),
        ({"opens_at": START - HOUR, "closes_at": START - HOUR}, "报名截止"),
        ({"closes_at": START + HOUR}, "报名截止不能晚于活动开始"),
        ({"starts_at": AT - HOUR, "ends_at": AT, "closes_at": AT - HOUR}, "已经过去"),
        ({"places": 0}, "名额应为1至"),
        ({"places": 20_001}, "名额应为1至"),
        ({"most_companions": 10}, "每人最多带9人"),
        ({"groups": ["市民 15", "企业 4"]}, "各组名额合计19，与这一场的名额20不符"),
        ({"groups": ["市民"]}, "组别每行写"),
        ({"groups": ["市民 十"]}, "组别每行写"),
        ({"groups": ["市民 10", "市民 10"]}, "写了两次"),
        ({"conditions": "须" * 301}, "参加条件最多300字"),
    ],
)
def test_what_can_not_be(city: City, changes: dict[str, Any], told: str) -> None:
    event = drafted(city)
    with pytest.raises(ActRefused, match=told):
        with_session(city, event, starts_at=changes.pop("starts_at", START), **changes)
    assert not event.sessions.exists()


@pytest.mark.parametrize(
    "column", [{"ends_at": START}, {"opens_at": START}, {"closes_at": START + HOUR}, {"places": 0}]
)
def test_the_database_holds_to_it_too(city: City, column: dict[str, Any]) -> None:
    with_session(city, drafted(city), starts_at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventSession.objects.update(**column)


def test_two_at_one_time_and_place_are_refused_and_named(city: City) -> None:
    event, other = drafted(city), drafted(city, title="另一个活动")
    with_session(city, event, starts_at=START)
    for where in (event, other):
        with pytest.raises(ActRefused, match=f"已有一场（{event}），时间重叠"):
            with_session(city, where, starts_at=START + HOUR)
    # One after the other, and at another place, is fine.
    with_session(city, event, starts_at=START + 2 * HOUR)
    with_session(city, drafted(city, place="南门"), starts_at=START)
    assert EventSession.objects.count() == 3


def test_a_session_is_taken_out_of_a_draft(city: City) -> None:
    event = drafted(city)
    row = with_session(city, event)
    planner = city.people[Role.PARTICIPATION]
    sessions.drop_session(event=event, session=row, by=planner, at=AT)
    assert not event.sessions.exists()
    with pytest.raises(ActRefused, match="请重新选择"):
        sessions.drop_session(event=event, session=row, by=planner, at=AT)


def change(city: City, row: EventSession, **given: Any) -> EventSession:
    planner = city.people[Role.PARTICIPATION]
    sessions.change_session(event=row.event, session=row, by=planner, at=AT, **given)
    found: EventSession = EventSession.objects.select_related("event__organ").get(pk=row.pk)
    return found


def test_more_places_let_the_list_move_up_at_once(city: City) -> None:
    row = published(city, places=1)
    rows = [signed_up(row, name) for name in "甲乙丙"]
    change(city, row, places=2)
    assert [again(each).status for each in rows] == ["seated", "seated", "waiting"]
    change(city, row, places=1)
    assert [again(each).status for each in rows] == ["seated", "seated", "waiting"]


def test_another_time_is_told_to_whoever_signed_up(city: City) -> None:
    row = published(city)
    signup = signed_up(row)
    later = {"starts_at": START + DAY, "ends_at": START + DAY + HOUR}
    now = change(city, row, **later)
    assert (now.starts_at, now.sequence, now.closes_at) == (START + DAY, 1, START)
    assert again(signup).closed_on == timezone.localdate(now.ends_at)
    told = OutboxMessage.objects.filter(dedup_key=f"event_signup:{signup.pk}:changed:1")
    assert told.get().subject.endswith("活动时间有变")
    assert change(city, now, conditions="年满6周岁", is_tentative=True).sequence == 1


def test_the_way_of_moving_up_stays_once_somebody_signed_up(city: City) -> None:
    row = published(city)
    row = change(city, row, passing="strict")
    assert row.passing == "strict"
    signed_up(row)
    with pytest.raises(ActRefused, match="递补办法不再改"):
        change(city, row, passing="fits")


def test_groups_get_other_numbers_and_no_other_names(city: City) -> None:
    row = published(city, places=3, groups=["市民 2", "企业 1"])
    with pytest.raises(ActRefused, match="把各组的名额一起写"):
        change(city, row, places=4)
    with pytest.raises(ActRefused, match="不增减组别"):
        change(city, row, places=4, groups=["市民 4"])
    change(city, row, places=5, groups=["市民 3", "企业 2"])
    assert list(row.groups.values_list("name", "places")) == [("市民", 3), ("企业", 2)]


def test_one_of_two_is_called_off(city: City) -> None:
    event = drafted(city)
    first = with_session(city, event, starts_at=START)
    second = with_session(city, event, starts_at=START + DAY)
    by = city.people
    events.STEPS.perform(event, "submit", by=by[Role.PARTICIPATION], at=AT)
    events.publish(event=event, by=by[Role.DECISION_REVIEWER], at=AT)
    rows = [signed_up(again(each)) for each in (first, second)]
    given = {"event": event, "session": first, "reason": "停水", "at": AT}
    with pytest.raises(NotPermitted):
        sessions.call_off_session(**given, by=by[Role.PARTICIPATION])
    sessions.call_off_session(**given, by=by[Role.DECISION_REVIEWER])
    assert [again(row).status for row in rows] == ["called_off", "seated"]
    with pytest.raises(ActRefused, match="取消活动就是"):
        sessions.call_off_session(**given, by=by[Role.DECISION_REVIEWER])
    with pytest.raises(ActRefused, match="已经取消或者结束，不能报名"):
        signed_up(again(first))


def test_a_session_of_another_event_is_not_changed_through_this_one(city: City) -> None:
    row, other = published(city), published(city, place="南门")
    planner = city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="请重新选择"):
        sessions.change_session(event=row.event, session=other, places=99, by=planner, at=AT)
    assert again(other).places == 20


def test_times_in_words_name_the_day_once() -> None:
    given = times(START, AT)
    assert given["ends_at"] - given["starts_at"] == dt.timedelta(hours=2)
