"""Kinds of news beside a topic's own: registered, asked for, matched, told and taken back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications import registry
from portal.notifications.choices import Frequency
from portal.notifications.models import Announcement, Criterion, OutboxMessage, Subscription
from portal.notifications.models.criterion import digest_of
from portal.notifications.registry import OWN, News, NewsKind, Thing, news_kinds, register_news_kind
from portal.notifications.services import subscriptions
from portal.notifications.services.announcements import announce_news, take_back_news
from portal.notifications.services.subscriptions import kinds_of
from tests.notifications.subscribing import (
    AT,
    DAY,
    HOUR,
    Board,
    by_account,
    by_mail,
    criterion_of,
    letters,
    signed_in,
)

pytestmark = pytest.mark.django_db
NEXT_MORNING = AT + 20 * HOUR


@pytest.fixture(autouse=True)
def kinds(settings: Any) -> None:
    """The real kinds of notice."""
    settings.AXES_ENABLED = False
    cache.clear()


class Corner(Board):
    """Another shelf of the board: what explains its things, each at an address of its own."""

    def kind(self) -> NewsKind:
        def told(one: News) -> News:
            return dataclasses.replace(one, said="新解读", url=f"/explained/{one.object_id}/")

        def things(since: dt.datetime, at: dt.datetime) -> list[Thing]:
            return [dataclasses.replace(one, news=told(one.news)) for one in self.new(since, at)]

        def news(numbers: Collection[int], at: dt.datetime) -> dict[int, News]:
            return {number: told(one) for number, one in self.readable(numbers, at).items()}

        return NewsKind("explained", "解读", 10, things, news, self.count)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    monkeypatch.setattr(registry, "_news_kinds", {})
    return made


@pytest.fixture
def corner(board: Board) -> Corner:
    made = Corner()
    register_news_kind("board", made.kind())
    return made


def subscribed(
    board: Board, user: User, *kinds: str, word: str = "绿化", **how: Any
) -> Subscription:
    return subscriptions.subscribe(
        topic=board.topic,
        query=criterion_of(word),
        kinds=kinds,
        frequency=how.get("frequency", Frequency.IMMEDIATE),
        by=user,
        at=how.get("at", AT),
    )


def test_a_code_means_one_thing(board: Board, corner: Corner) -> None:
    assert [kind.code for kind in news_kinds(board.topic)] == [OWN, "explained"]
    for other in (Corner().kind(), dataclasses.replace(corner.kind(), code=OWN)):
        with pytest.raises(ValueError, match="另一含义"):
            register_news_kind("board", other)


def test_the_same_conditions_are_one_row_for_each_choice_of_kinds(
    board: Board, corner: Corner, reader: User
) -> None:
    assert kinds_of(board.topic, ()) == kinds_of(board.topic, [OWN, OWN]) == []
    assert kinds_of(board.topic, ["explained", OWN, "x"]) == [OWN, "explained"]
    with pytest.raises(ActRefused, match="至少选一种"):
        kinds_of(board.topic, ["x"])
    assert digest_of("q=1") != digest_of("q=1", [OWN, "explained"])
    by_mail(board)
    subscribed(board, reader, OWN, "explained")
    assert sorted(list(row.asks_for) for row in Criterion.objects.all()) == [
        ["own"],
        ["own", "explained"],
    ]
    again = subscribed(board, reader, "explained")
    assert Subscription.objects.of(reader).get() == again
    assert again.criterion.kinds == ["explained"]


def test_each_is_told_of_the_kinds_asked_for_and_why(
    board: Board, corner: Corner, reader: User
) -> None:
    own = by_mail(board)
    subscribed(board, reader, "explained")
    both = subscribed(board, reader, OWN, "explained", word="办法")
    board.publish(1, "绿化办法", at=AT + HOUR)
    corner.publish(1, "绿化办法讲了什么", at=AT + HOUR)
    corner.publish(2, "停车讲了什么", at=AT + HOUR)
    for number in range(3):
        announce_news(at=AT + (2 + number) * HOUR)
    told = {(one.subscription_id, one.subject): one for one in letters()}
    (explained,) = Subscription.objects.filter(criterion__kinds=["explained"])
    assert set(told) == {
        (own.pk, "新公开：绿化办法"),
        (explained.pk, "新解读：绿化办法讲了什么"),
        (both.pk, "新消息2件：新解读：绿化办法讲了什么等"),
    }
    assert "您订阅的条件：公告栏，含“绿化”" in told[explained.pk, "新解读：绿化办法讲了什么"].body
    whole = told[both.pk, "新消息2件：新解读：绿化办法讲了什么等"].body
    assert "1. 新解读：绿化办法讲了什么\n" in whole
    assert "2. 新公开：绿化办法\n" in whole
    assert Announcement.objects.filter(told_at=None).count() == 0


def test_a_digest_holds_every_kind(board: Board, corner: Corner, reader: User) -> None:
    subscribed(board, reader, OWN, "explained", frequency=Frequency.DAILY)
    board.publish(7, "绿化办法", at=AT + HOUR)
    corner.publish(7, "绿化办法讲了什么", at=AT + 2 * HOUR)
    assert announce_news(at=AT + 3 * HOUR) == 0
    assert announce_news(at=NEXT_MORNING) == 1
    assert letters()[0].subject == "新消息2件：新公开：绿化办法等"


def test_what_is_taken_back_leaves_the_rest(board: Board, corner: Corner, reader: User) -> None:
    """Two things of one number and different kinds are two things."""
    subscribed(board, reader, OWN, "explained")
    board.publish(7, "绿化办法", at=AT + HOUR)
    corner.publish(7, "绿化办法讲了什么", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    take_back_news(kind="explained", object_id=7, url="/explained/9/")
    assert letters()[0].subject == "新消息2件：新解读：绿化办法讲了什么等"
    corner.withdraw(7)
    take_back_news(kind="explained", object_id=7, url="/explained/7/")
    assert [one.subject for one in letters()] == ["新消息1件：新公开：绿化办法"]
    assert Announcement.objects.get().kind == OWN


class TestPage:
    """The page on which one subscribes offers the kinds."""

    def test_it_says_how_many_there_were_of_each(
        self, board: Board, corner: Corner, reader: User
    ) -> None:
        now = timezone.now()
        board.publish(1, "绿化办法", at=now - 3 * DAY)
        for number in (1, 2):
            corner.publish(number, "绿化讲了什么", at=now - 3 * DAY)
        corner.publish(3, "绿化旧闻", at=now - 40 * DAY)
        address = f"/subscriptions/new/board/?{criterion_of('绿化')}"
        page = signed_in(reader).get(address).content.decode()
        assert "新公开（近30天1件）" in page
        assert "解读（近30天2件）" in page
        assert "近30天这样订阅会收到1件" in page
        assert page.count("checked") == 2
        page = signed_in(reader).get(f"{address}&tell=explained").content.decode()
        assert "近30天这样订阅会收到2件" in page

    def test_what_is_ticked_is_kept_and_nothing_ticked_says_so(
        self, board: Board, corner: Corner, reader: User
    ) -> None:
        client = signed_in(reader)
        address = f"/subscriptions/new/board/?{criterion_of('绿化')}"
        wrong: tuple[dict[str, Any], ...] = (
            {"frequency": "daily"},
            {"frequency": "daily", "kinds": ["x"]},
            {"frequency": "daily", "kinds": ["<b>", "own"]},
        )
        for given in wrong:
            answer = client.post(address, given)
            assert answer.status_code == 400
            assert "消息" in answer.content.decode().split('class="errors', 1)[-1]
        assert not Subscription.objects.exists()
        client.post(address, {"frequency": "daily", "kinds": ["own", "explained"]})
        assert Subscription.objects.get().criterion.kinds == ["own", "explained"]
        assert "消息：新公开、解读" in client.get("/subscriptions/").content.decode()

    def test_without_an_account_the_letter_leads_to_what_was_ticked(
        self, board: Board, corner: Corner
    ) -> None:
        address = f"/subscriptions/new/board/?{criterion_of('绿化')}"
        given = {"email": "a@people.example", "frequency": "daily", "kinds": ["explained"]}
        assert Client().post(address, given)["Location"] == "/subscriptions/sent/"
        letter = OutboxMessage.objects.get()
        assert "消息：解读" in Client().get(letter.url).content.decode()

    def test_where_there_is_one_kind_nothing_is_asked(self, board: Board, reader: User) -> None:
        client = signed_in(reader)
        address = f"/subscriptions/new/board/?{criterion_of('绿化')}"
        assert "告诉我什么" not in client.get(address).content.decode()
        assert client.post(address, {"frequency": "daily"}).status_code == 302
        assert by_account(board, reader).criterion.kinds == []
