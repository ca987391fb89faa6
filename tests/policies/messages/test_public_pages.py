"""The list, the pages and the doors of messages, for everybody and for those who wrote."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from policies.messages.choices import Door
from policies.messages.models import Message, PublishedMessage
from policies.messages.services.referrals import refer
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.search.registry import visible_ids
from portal.tracking.codes import code_from
from tests.builders import City, published
from tests.policies.messages.cases import CAME_AT, DAY, answered, brought, channel, walk, written
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
Budget = Callable[[int], Any]


@pytest.fixture(autouse=True)
def counting_anew(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


def public(city: City, text: str = "夜间停车怎样收费", **changes: Any) -> PublishedMessage:
    row = walk(answered(city, text=text, **changes), city, "publish")
    return PublishedMessage.objects.get(message=row)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("<wbr>", "")


class TestList:
    """/messages/."""

    @pytest.mark.parametrize("many", [1, 3])
    def test_it_costs_the_same_with_more_rows(
        self, city: City, client: Client, many: int, django_assert_num_queries: Budget
    ) -> None:
        for number in range(many):
            public(city, f"第{number}种车位怎样收费", email=f"p{number}@people.example")
        read(client, "/messages/")
        with django_assert_num_queries(8):
            read(client, "/messages/")

    def test_page_after_page_each_row_once(self, city: City, client: Client) -> None:
        model = public(city)
        PublishedMessage.objects.filter(pk=model.pk).update(title="第00件")
        for number in range(1, 45):
            case = Message.objects.get(pk=model.message_id)
            case.pk, case.number = None, f"SJ-B-2026-LY9{number:04d}"
            case.seal_id, case.submission_key = uuid.uuid4(), uuid.uuid4()
            case._state.adding = True
            for name in ("name", "email", "text"):
                setattr(case, name, "清")
            case.save()
            row = PublishedMessage.objects.get(pk=model.pk)
            row.pk, row.message, row.title = None, case, f"第{number:02d}件"
            row.answered_on = dt.date(2026, 9, 1) + DAY * (number // 3)
            row._state.adding = True
            row.save()
        address, seen = "/messages/", []
        for _ in range(3):
            text = read(client, address)
            seen += [number for number in range(45) if f">第{number:02d}件<" in text]
            if 'rel="next"' not in text:
                break
            start = text.index('href="?after=') + len('href="')
            address = f"/messages/{text[start : text.index(chr(34), start)]}"
        assert sorted(seen) == list(range(45))

    def test_filters(self, city: City, client: Client) -> None:
        row = public(city)
        for query in ("q=停车", "organ=SJ-B", "taken=2", "after=2027-01-01.1"):
            assert row.title in read(client, f"/messages/?{query}")
        for query in ("q=电梯", "organ=SJ-X", "taken=5", "policy=1", "theme=国防",
                      "after=2026-01-01.1"):  # fmt: skip
            assert row.title not in read(client, f"/messages/?{query}")

    @pytest.mark.parametrize(
        "query", ["after=x", "after=2026-99-99.1", "taken=9", "policy=abc", "q=%00", "organ=%00"]
    )
    def test_nonsense_is_forgiven(self, city: City, client: Client, query: str) -> None:
        assert public(city).title in read(client, f"/messages/?{query}")

    def test_nothing_of_what_is_not_released(self, city: City, client: Client) -> None:
        for state in (Status.RECEIVED, Status.ANSWERED, Status.HELD):
            brought(city, state, text="没有放出的话")
        for address in ("/messages/", "/messages/?q=没有放出的话", "/messages/feed/", "/"):
            assert "没有放出" not in read(client, address).replace('value="没有放出的话"', "")


class TestOnePage:
    """/messages/<pk>/."""

    def test_question_answer_and_policy(
        self, city: City, client: Client, django_assert_num_queries: Budget
    ) -> None:
        document = published(city)
        row = public(city, policy=document, by_channel=channel("policy", city.office))
        read(client, row.get_absolute_url())
        with django_assert_num_queries(5):
            text = read(client, row.get_absolute_url())
        assert row.question in text
        assert "名单上的单位晚上可以停" in text
        assert document.title in text
        assert "演示留言人辛" not in text

    def test_under_its_policy(self, city: City, client: Client) -> None:
        document = published(city)
        row = public(city, policy=document, by_channel=channel("policy", city.office))
        text = read(client, document.get_absolute_url())
        assert row.title in text
        assert f"/messages/new/?policy={document.pk}" in text
        channel("policy", is_open=False)
        PublishedMessage.objects.update(policy=None)
        assert "messages-title" not in read(client, document.get_absolute_url())

    def test_what_never_was(self, client: Client) -> None:
        assert client.get("/messages/987654/").status_code == 404

    def test_the_search_asks_who_may_see_it(self, city: City) -> None:
        row = public(city)
        assert visible_ids("message", [row.pk, row.pk + 1], city.outsider) == {row.pk}
        walk(row.message, city, "take_down")
        assert visible_ids("message", [row.pk], city.outsider) == set()


class TestOwnPage:
    """/messages/case/<number>/."""

    def inside(self, message: Message) -> Client:
        client = Client()
        code = code_from(message.submission_key)
        client.post("/messages/track/", {"number": message.number, "code": code})
        return client

    @pytest.mark.parametrize("state", Status.values)
    def test_every_state_has_its_page(self, city: City, state: str) -> None:
        message = brought(city, state)
        text = read(self.inside(message), message.get_absolute_url())
        assert message.number in text
        assert "甄别" not in text

    def test_its_budget(self, city: City, django_assert_num_queries: Budget) -> None:
        message = answered(city)
        client = self.inside(message)
        with django_assert_num_queries(14):
            read(client, message.get_absolute_url())

    def test_acts_of_the_writer(self, city: City) -> None:
        message = brought(city, Status.ASKED)
        client, base = self.inside(message), message.get_absolute_url()
        assert client.post(f"{base}supplement/", {"text": ""}).status_code == 400
        assert client.post(f"{base}supplement/", {"text": "柳桥小区"}).status_code == 302
        assert client.post(f"{base}supplement/", {"text": "再补"}).status_code == 409
        walk(message, city, "propose", "approve")
        refused = client.post(f"{base}rate/", {"score": "bad", "text": ""})
        assert refused.status_code == 409
        assert "请填写不满意的原因" in refused.content.decode()
        assert client.post(f"{base}rate/", {"score": "bad", "text": "没有答到"}).status_code == 302
        assert client.post(f"{base}ask_again/", {"text": "周末呢"}).status_code == 302
        assert client.post(f"{base}withdraw_consent/").status_code == 302
        assert client.get(f"{base}withdraw/").status_code == 200
        assert client.post(f"{base}withdraw/").status_code == 302
        done = [row.action for row in message.acts.filter(by=None)]
        assert done == [
            "submit", "supplement", "rate", "ask_again", "withdraw_consent", "withdraw",
        ]  # fmt: skip

    def test_nobody_else_does_them(self, city: City, settings: Any) -> None:
        message, other = brought(city, Status.ASKED), written(city, "别的事")
        inside_another = self.inside(other)
        for client in (Client(), inside_another):
            for act in ("supplement", "rate", "ask_again", "withdraw_consent"):
                answer = client.post(f"{message.get_absolute_url()}{act}/", {"text": "代补"})
                assert (answer.status_code, answer["Location"]) == (302, "/messages/track/")
        assert message.acts.latest("pk").action == "ask_back"

    def test_the_account_of_the_writer_needs_no_code(self, city: City) -> None:
        message = written(city, user=city.outsider)
        client = signed_in(city.outsider)
        assert message.number in read(client, message.get_absolute_url())
        assert "我们小区车位不够" in read(client, "/mine/")

    def test_the_text_is_carried_to_an_application_and_starts_no_clock(self, city: City) -> None:
        by, text = city.people[Role.MESSAGE_DESK], "我要停车场审批的全部文件"
        message = refer(
            message=written(city, text), door=Door.DISCLOSURE, text="请申请公开", by=by, at=CAME_AT
        )
        client = self.inside(message)
        page = read(client, message.get_absolute_url())
        start = page.index('action="/requests/apply/') + len('action="')
        address = page[start : page.index('"', start)]
        given = {"organ": message.organ.code, "description": text, "action": "save"}
        assert client.post(address, given).status_code == 302
        assert text in client.get(f"{address}?organ={message.organ.code}").content.decode()
