"""我也想问 instead of writing: once a person, counted, and nobody's name in the figures."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from policies.messages.models import AlsoAsked, Message, PublishedMessage
from policies.messages.selectors import published_like
from policies.messages.services.also_asked import also_ask, deflection
from policies.messages.services.publication import withdraw_consent
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.messages.cases import CAME_AT, TEXT, answered, channel, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(city: City) -> PublishedMessage:
    channel(office=city.office, reply_days=15)
    return PublishedMessage.objects.get(message=walk(answered(city), city, "publish"))


def test_one_press_a_person(city: City, row: PublishedMessage) -> None:
    for who in ({"user": city.outsider}, {"email": "A@people.example"}, {"browser": "b" * 43}):
        assert also_ask(published=row, **who, at=CAME_AT)
        assert not also_ask(published=row, **who, at=CAME_AT)
    assert not also_ask(published=row, email="a@PEOPLE.example", at=CAME_AT)
    row.refresh_from_db()
    assert row.also_asked == AlsoAsked.objects.count() == 3


def test_nobody_can_be_told_apart(row: PublishedMessage) -> None:
    with pytest.raises(ActRefused, match="请登录，或者留一个电子邮箱"):
        also_ask(published=row, at=CAME_AT)


def test_what_is_public_no_more(row: PublishedMessage) -> None:
    withdraw_consent(message=row.message, at=CAME_AT)
    with pytest.raises(ActRefused, match="不再公开"):
        also_ask(published=row, email="a@people.example", at=CAME_AT)


def test_much_the_same_is_found_and_other_things_are_not(row: PublishedMessage) -> None:
    found = published_like("你好，我们小区车位不够，附近单位停车场晚上能停吗，怎样办月卡")
    assert [each.row for each in found] == [row]
    assert found[0].share >= 0.5
    assert published_like("一楼不同意加装电梯，还能办吗") == []
    assert published_like("") == []


def test_shown_before_it_is_sent_and_pressed(city: City, row: PublishedMessage) -> None:
    client, before = Client(), Message.objects.count()
    form = {"key": str(uuid.uuid4()), "text": TEXT, "category": "consult", "name": "钱女士"}
    page = client.post("/messages/new/?channel=consult", form)
    assert page.status_code == 200
    text = page.content.decode()
    assert "也许已经有答案" in text
    assert row.title in text
    assert TEXT in text
    pressed = client.post(f"{row.get_absolute_url()}also/", {"from_writing": "on"})
    assert (pressed.status_code, pressed["Location"]) == (302, row.get_absolute_url())
    client.post(f"{row.get_absolute_url()}also/", {"from_writing": "on"})
    row.refresh_from_db()
    assert (row.also_asked, Message.objects.count()) == (1, before)
    today = timezone.localdate()
    assert deflection(today, today + dt.timedelta(days=1)) == (1, 1)


def test_who_writes_all_the_same_is_taken_in(city: City, row: PublishedMessage) -> None:
    client, before = Client(), Message.objects.count()
    form = {"key": str(uuid.uuid4()), "text": TEXT, "category": "consult", "name": "钱女士"}
    assert (
        client.post("/messages/new/?channel=consult", {**form, "looked": "on"}).status_code == 302
    )
    assert Message.objects.count() == before + 1
