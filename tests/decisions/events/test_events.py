"""Events and their acts: drafted by one, published by another, ended; what is on their page."""

from __future__ import annotations

import pytest

from decisions.events.models import Event
from decisions.events.services import events
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.search.models import SearchEntry
from tests.builders import City
from tests.decisions.events.cases import (
    AT,
    DAY,
    WORDS,
    again,
    brought,
    drafted,
    published,
    signed_up,
    walk,
    with_session,
)

pytestmark = pytest.mark.django_db


def test_a_draft_is_no_concern_of_the_public_and_is_published_by_another(city: City) -> None:
    event = drafted(city)
    with pytest.raises(ActRefused, match="还没有场次"):
        walk_submit(city, event)
    with_session(city, event)
    walk_submit(city, event)
    for other in (city.people[Role.PARTICIPATION], city.outsider):
        with pytest.raises(NotPermitted):
            events.publish(event=event, by=other, at=AT)
    assert not Event.objects.public().exists()
    assert not SearchEntry.objects.filter(kind="event").exists()
    events.publish(event=event, by=city.people[Role.DECISION_REVIEWER], at=AT)
    assert Event.objects.public().get().published_at == AT
    assert SearchEntry.objects.filter(kind="event", object_id=event.pk).exists()


def walk_submit(city: City, event: Event) -> None:
    events.STEPS.perform(event, "submit", by=city.people[Role.PARTICIPATION], at=AT)


def test_what_is_past_is_not_published(city: City) -> None:
    event = drafted(city)
    with_session(city, event)
    walk_submit(city, event)
    with pytest.raises(ActRefused, match="已经过去"):
        events.publish(event=event, by=city.people[Role.DECISION_REVIEWER], at=AT + 40 * DAY)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "party"}, "请选择活动形式"),
        ({"title": " "}, "请填写活动名称"),
        ({"title": "水" * 101}, "活动名称最多100字"),
        ({"text": "联系人张三，身份证号11010519491231002X。"}, "请先隐去"),
        ({"place": ""}, "请填写地点"),
        ({"map_url": "javascript:alert(1)"}, "地图地址应以 https"),
        ({"map_url": "https://x.example/<script>"}, "不能用在网址里"),
    ],
)
def test_what_can_not_be_is_refused_in_words(
    city: City, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(ActRefused, match=told):
        drafted(city, **changes)
    assert not Event.objects.exists()


def test_only_those_who_plan_for_the_organ_draft(city: City) -> None:
    for other in (city.people[Role.DECISION_REVIEWER], city.outsider):
        with pytest.raises(NotPermitted):
            drafted(city, by=other)


def test_a_series_is_one_however_often_it_is_named(city: City) -> None:
    first, second = drafted(city), drafted(city, title="公开讲堂第二讲")
    assert first.series == second.series
    assert drafted(city, series="").series is None


def test_it_is_finished_when_all_is_over_with_what_came_of_it(city: City) -> None:
    session = published(city)
    event, planner = session.event, city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="还有没有办的场次"):
        events.finish(event=event, report="来了。", by=planner, at=AT)
    with pytest.raises(ActRefused, match="今天的一场还没有办完"):
        events.finish(event=event, report="来了。", by=planner, at=session.starts_at)
    over = session.ends_at + DAY
    with pytest.raises(ActRefused, match="请填写活动情况"):
        events.finish(event=event, report=" ", by=planner, at=over)
    events.finish(
        event=event, report="来了二十人。", recording_url="https://v.example/1", by=planner, at=over
    )
    found = again(event)
    assert (found.status, found.recording_url) == ("finished", "https://v.example/1")
    assert "来了二十人" in SearchEntry.objects.get(kind="event").body


def test_called_off_everybody_is_told_why_and_nobody_holds_a_place(city: City) -> None:
    session = published(city, places=1)
    rows = [signed_up(session, name) for name in "甲乙"]
    reviewer = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="请填写取消的原因"):
        events.call_off(event=session.event, reason="", by=reviewer, at=AT)
    events.call_off(event=session.event, reason="台风", by=reviewer, at=AT)
    assert {again(row).status for row in rows} == {"called_off"}
    assert again(rows[0]).ticket.revoked_at == AT
    now = again(session)
    assert (now.called_off_why, now.sequence) == ("台风", 1)
    told = OutboxMessage.objects.filter(kind="events.party", subject__endswith="：活动取消")
    assert told.count() == 2
    assert not SearchEntry.objects.filter(kind="event", is_live=True).exists()
    assert Event.objects.public().get().ended_reason == "台风"


def test_where_it_is_watched_and_what_is_read(city: City) -> None:
    event, planner = brought(city, "published"), city.people[Role.PARTICIPATION]
    given = {"kind": "picture", "title": "取水口", "url": "https://p.example/1.jpg"}
    events.add_material(event=event, **given, by=planner, at=AT)
    with pytest.raises(ActRefused, match="已经登记"):
        events.add_material(event=event, **given, by=planner, at=AT)
    other = "https://p.example/2.jpg"
    with pytest.raises(ActRefused, match="请填写说明文字"):
        events.add_material(event=event, **{**given, "title": "", "url": other}, by=planner, at=AT)
    with pytest.raises(ActRefused, match="请选择一个文件，或者填写一个地址"):
        events.add_material(event=event, **{**given, "url": ""}, by=planner, at=AT)
    with pytest.raises(ActRefused, match="请选择材料还是图片"):
        events.add_material(event=event, **{**given, "kind": "film"}, by=planner, at=AT)
    events.drop_material(event=event, material=event.materials.get(), by=planner, at=AT)
    assert not event.materials.exists()
    live, later = "https://l.example/1", "https://l.example/2"
    events.link(event=event, live_url=live, recording_url=later, by=planner, at=AT)
    assert (again(event).live_url, again(event).recording_url) == (live, later)


def test_a_draft_sent_back_is_written_anew(city: City) -> None:
    event = walk(drafted(city), city, "submit", "return", "write")
    assert (event.status, event.title) == ("draft", WORDS["title"])
