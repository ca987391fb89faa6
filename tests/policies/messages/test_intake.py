"""Taking messages in: held by a rule and told like all others, once for a key, sealed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from policies.messages.choices import Entrance
from policies.messages.models import Message, MessageAct
from policies.messages.services.intake import Asked, enter, submit
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from tests.builders import City
from tests.policies.messages.cases import CAME_AT, DAY, TEXT, channel, passed_down, walk, written

pytestmark = pytest.mark.django_db


def test_the_sixth_of_one_person_in_a_day_is_held(city: City) -> None:
    sent = [written(city, f"第{number}件事怎么办") for number in "一二三四五六"]
    assert [each.status for each in sent] == [*["received"] * 5, "held"]
    assert sent[-1].held_for == "当天留言过多"
    tomorrow = written(city, "第七件事怎么办", at=CAME_AT + DAY + dt.timedelta(minutes=1))
    assert tomorrow.status == Status.RECEIVED


def test_the_third_alike_is_held_whoever_sends_it(city: City) -> None:
    sent = [
        written(city, f"这 段话{' ' * number}一样", email=f"p{number}@people.example")
        for number in range(3)
    ]
    assert [each.held_for for each in sent] == ["", "", "重复提交"]


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"text": "http://a.example http://b.example http://c.example"}, "链接过多"),
        ({"text": "问\u202e题"}, "含改变文字方向的字符"),
        ({"seconds": 2.0}, "填写过快"),
        ({"trapped": True}, "填了不该填的栏"),
    ],
)
def test_held_with_the_name_of_the_rule(city: City, asked: dict[str, Any], rule: str) -> None:
    message = written(city, **{"text": TEXT, **asked})
    assert (message.status, message.held_for) == (Status.HELD, rule)
    assert message.organ == city.office


def test_a_common_mail_service_alone_never_holds(city: City) -> None:
    assert written(city, email="yanshi@163.com").status == Status.RECEIVED


def test_what_is_held_can_go_on_or_be_set_aside_and_stays(city: City) -> None:
    message = written(city, trapped=True)
    assert walk(message, city, "set_aside").status == Status.INVALID
    assert walk(message, city, "release").status == Status.RECEIVED
    assert Message.objects.count() == 1


def test_the_same_key_is_one_message(city: City) -> None:
    key = uuid.uuid4()
    asked = Asked(channel=channel(office=city.office), text=TEXT)
    first = submit(asked=asked, key=key, at=CAME_AT)
    again = submit(asked=asked, key=key, at=CAME_AT)
    assert (again.is_new, again.code) == (False, first.code)
    assert Message.objects.count() == MessageAct.objects.count() == 1


def test_nothing_of_it_lies_open_in_the_database(city: City) -> None:
    written(city, "号码13800138000", phone="13900139000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM policies_message m")
        row = str(cursor.fetchall())
    for word in ("13800138000", "13900139000", "演示留言人辛", "xin@people"):
        assert word not in row


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"is_open": False}, "现在不接收网上留言"),
        ({"entrance": Entrance.STAFF}, "现在不接收网上留言"),
        ({"entrance": Entrance.ACCOUNTS}, "要登录以后写"),
        ({"needs_policy": True}, "请写明是哪一份政策"),
        ({"needs_contact": True}, "请留一种联系方式"),
    ],
)
def test_what_a_channel_asks(city: City, columns: dict[str, Any], told: str) -> None:
    row = channel(office=city.office, **columns)
    with pytest.raises(ActRefused, match=told):
        submit(asked=Asked(channel=row, text=TEXT), key=uuid.uuid4(), at=CAME_AT)


@pytest.mark.parametrize(
    ("text", "told"), [("", "请写明"), ("\u200b", "请写明"), ("字" * 2001, "最多2000字")]
)
def test_what_a_text_is(city: City, text: str, told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        written(city, text)


def test_entered_by_those_who_distribute(city: City) -> None:
    message = passed_down(city, "2026-09-24")
    assert message.taken_in_by == city.people[Role.MESSAGE_DESK]
    assert message.acts.get().action == "enter"
    row = channel("passed-down", city.office)
    given = {"asked": Asked(channel=row, text=TEXT), "office": city.office, "key": uuid.uuid4()}
    with pytest.raises(NotPermitted, match="登记留言须由留言分办人员办理"):
        enter(**given, received_on=CAME_AT.date(), by=city.outsider, at=CAME_AT)
    with pytest.raises(ActRefused, match="晚于今天"):
        enter(
            **given, received_on=CAME_AT.date() + DAY, by=city.people[Role.MESSAGE_DESK],
            at=CAME_AT,
        )  # fmt: skip


class TestWritingPage:
    """The page of the form."""

    def sent(self, city: City, **changes: Any) -> Any:
        channel(office=city.office)
        form = {
            "key": str(uuid.uuid4()), "text": "夜间停车怎样收费", "category": "consult",
            "name": "钱女士", "contact": "138 0013 8000", "may_publish": "on", **changes,
        }  # fmt: skip
        return Client().post("/messages/new/?channel=consult", form)

    def test_a_number_and_a_code(self, city: City) -> None:
        client = Client()
        channel(office=city.office)
        form = {"key": str(uuid.uuid4()), "text": TEXT, "category": "consult", "name": "钱女士"}
        answer = client.post("/messages/new/?channel=consult", form)
        assert answer.status_code == 302
        message = Message.objects.get()
        slip = client.get(answer["Location"]).content.decode()
        assert message.number in slip
        assert code_from(message.submission_key) in slip
        assert (message.name, message.text, message.may_publish) == ("钱女士", TEXT, False)

    def test_a_contact_is_a_telephone_or_a_mail_address(self, city: City) -> None:
        assert self.sent(city).status_code == 302
        assert self.sent(city, contact="Ａ@people.example", text="另一件").status_code == 302
        found = Message.objects.order_by("pk").values_list("pk", flat=True)
        first, second = (Message.objects.get(pk=pk) for pk in found)
        assert (first.phone, first.email) == ("13800138000", "")
        assert (second.phone, second.email) == ("", "A@people.example")
        for wrong in ("abc", "a@", "12"):
            assert self.sent(city, contact=wrong).status_code == 400

    def test_what_is_personal_is_pointed_out_once(self, city: City) -> None:
        text = "我的身份证３１０１１０１９９００１０１１２３７，能办吗"
        refused = self.sent(city, text=text)
        assert refused.status_code == 400
        page = refused.content.decode()
        assert "身份证号（310***********1237）" in page
        assert 'name="sure"' in page
        assert Message.objects.count() == 0
        assert self.sent(city, text=text, sure="on").status_code == 302
        assert Message.objects.get().text == text

    def test_a_trap_is_held_and_told_like_all_others(self, city: City) -> None:
        answer = self.sent(city, website="http://a.example")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/messages/receipt/")
        assert Message.objects.get().status == Status.HELD

    def test_odd_addresses(self, city: City) -> None:
        client = Client()
        for address in ("?channel=nichts", "?channel=telephone"):
            assert client.get(f"/messages/new/{address}").status_code == 404
        for address in ("", "?channel=%00", "?policy=abc", "?policy=99999999999", "?policy=1"):
            assert client.get(f"/messages/new/{address}").status_code == 200

    def test_a_hundred_thousand_characters_are_refused_and_kept(self, city: City) -> None:
        answer = self.sent(city, text="长" * 33_000)
        assert answer.status_code == 400
        assert "最多写2000字" in answer.content.decode()
