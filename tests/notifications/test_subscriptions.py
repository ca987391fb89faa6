"""Subscribing, pausing, ending with an account, and what the hostile get."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.common.errors import NotPermitted
from portal.notifications import links, registry
from portal.notifications.choices import Frequency
from portal.notifications.models import Subscription
from portal.notifications.services import subscriptions
from tests.notifications.subscribing import (
    ADDRESS,
    AT,
    HOUR,
    Board,
    asked_by_mail,
    by_account,
    by_mail,
    confirm_mail_of,
    criterion_of,
    signed_in,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
NEW = "/subscriptions/new/board/?q=绿化"


@pytest.fixture(autouse=True)
def kinds(settings: Any) -> None:
    """The real kinds of notice; counting of wrong passwords is tested with the accounts."""
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    return made


@pytest.fixture
def outsider(db: None) -> User:
    return User.objects.create_user("outsider", password="x")


class TestByAccount:
    """Somebody who signed in."""

    def test_the_page_says_what_and_the_list_shows_it(self, board: Board, reader: User) -> None:
        client = signed_in(reader)
        page = client.get(NEW).content.decode()
        assert "含“绿化”" in page
        assert 'type="email"' not in page
        answer = client.post(NEW, {"frequency": "daily"})
        assert answer["Location"] == "/subscriptions/"
        kept = Subscription.objects.get()
        assert (kept.user, kept.criterion.text, kept.frequency) == (
            reader,
            criterion_of("绿化"),
            "daily",
        )
        listed = client.get("/subscriptions/").content.decode()
        assert "含“绿化”" in listed
        assert "每日一封" in listed

    def test_the_same_again_is_one_and_takes_the_new_wish(self, board: Board, reader: User) -> None:
        first = by_account(board, reader)
        subscriptions.pause(subscription=first, by=reader, at=AT)
        again = by_account(board, reader, daily=True, at=AT + HOUR)
        assert again == first
        again.refresh_from_db()
        assert (again.frequency, again.paused_at) == (Frequency.DAILY, None)
        assert Subscription.objects.count() == 1

    def test_pausing_resuming_changing_ending(self, board: Board, reader: User) -> None:
        kept = by_account(board, reader)
        client = signed_in(reader)

        def press(action: str) -> str:
            answer = client.post(f"/subscriptions/{kept.pk}/{action}/", follow=True)
            assert answer.redirect_chain == [("/subscriptions/", 302)]
            return answer.content.decode()

        assert "已暂停" in press("pause")
        assert Subscription.objects.get().paused_at
        assert "恢复" in press("pause")
        press("resume")
        assert Subscription.objects.get().paused_at is None
        assert "已改为每日一封" in press("daily")
        assert "已改为有新消息随时通知" in press("immediate")
        assert "还没有订阅" in press("end")
        assert not Subscription.objects.exists()
        assert client.post(f"/subscriptions/{kept.pk}/end/").status_code == 404

    def test_another_persons_does_not_exist(
        self, board: Board, reader: User, outsider: User
    ) -> None:
        kept = by_account(board, reader)
        client = signed_in(outsider)
        assert "绿化" not in client.get("/subscriptions/").content.decode()
        for action in ("pause", "resume", "daily", "immediate", "end", "nonsense"):
            assert client.post(f"/subscriptions/{kept.pk}/{action}/").status_code == 404
        for act in (subscriptions.pause, subscriptions.resume, subscriptions.end):
            with pytest.raises(NotPermitted):
                act(subscription=kept, by=outsider, at=AT)  # type: ignore[operator]
        by_mail(board)
        theirs = Subscription.objects.get(user=None)
        assert client.post(f"/subscriptions/{theirs.pk}/end/").status_code == 404
        assert Subscription.objects.count() == 2

    def test_strangers_are_sent_to_sign_in(self, board: Board, reader: User) -> None:
        kept = by_account(board, reader)
        assert "/accounts/login/" in Client().get("/subscriptions/")["Location"]
        assert "/accounts/login/" in Client().post(f"/subscriptions/{kept.pk}/end/")["Location"]
        assert signed_in(reader).get(f"/subscriptions/{kept.pk}/end/").status_code == 405
        assert signed_in(reader).post(f"/subscriptions/{kept.pk}/nonsense/").status_code == 404

    def test_there_is_an_end_to_how_many(
        self, board: Board, reader: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscriptions, "MOST_EACH", 2)
        for word in ("一", "二"):
            by_account(board, reader, word)
        answer = signed_in(reader).post(NEW, {"frequency": "daily"})
        assert answer.status_code == 409
        assert "请先退订不再需要的" in answer.content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_the_list_do_not_grow(
        self, board: Board, reader: User, django_assert_num_queries: Any, count: int
    ) -> None:
        for word in range(count):
            by_account(board, reader, f"词{word}")
        client = signed_in(reader)
        client.get("/subscriptions/")
        with django_assert_num_queries(9):
            client.get("/subscriptions/")

    def test_the_page_tells_where_notices_go(self, board: Board, reader: User) -> None:
        assert "请先<a" in signed_in(reader).get(NEW).content.decode()
        confirm_mail_of(reader)
        for address in (NEW, "/subscriptions/"):
            page = signed_in(reader).get(address).content.decode()
            assert "通知发到站内信和您账号的电子邮箱" in page


class TestHostile:
    """Odd addresses and markup."""

    def test_markup_is_text_everywhere(self, board: Board, reader: User) -> None:
        by_account(board, reader, "<script>alert(1)</script>")
        asked = asked_by_mail(board, word="<script>alert(1)</script>", at=timezone.now())
        pages = [
            signed_in(reader).get("/subscriptions/"),
            Client().get("/subscriptions/new/board/", {"q": HOSTILE}),
            Client().post(f"/subscriptions/new/board/?q={HOSTILE}", {"email": HOSTILE}),
            Client().get(links.link(asked, links.CONFIRM)),
            Client().get(links.link(asked, links.UNSUBSCRIBE)),
        ]
        for page in pages:
            source = page.content.decode()
            assert "<script>alert" not in source
            assert "<img src=x" not in source
            assert "&lt;script&gt;" in source

    def test_what_cannot_be_looked_for_is_refused(self, board: Board) -> None:
        answer = Client().get("/subscriptions/new/board/?q=？")
        assert answer.status_code == 400
        assert "请换几个字词后再试" in answer.content.decode()
        for method in (Client().get, Client().post):
            long = method(f"/subscriptions/new/board/?q={'长' * 200}")
            assert long.status_code == 400
            assert "请减少几项后再试" in long.content.decode()

    def test_an_unknown_topic_does_not_exist(self, board: Board) -> None:
        assert Client().get("/subscriptions/new/nothing/").status_code == 404

    @pytest.mark.parametrize(
        "broken",
        [
            {"user": None, "address": ""},
            {"confirmed_at": None},
            {"address": ADDRESS},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(
        self, board: Board, reader: User, broken: dict[str, Any]
    ) -> None:
        kept = by_account(board, reader)
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.filter(pk=kept.pk).update(**broken)

    def test_nothing_is_paused_before_it_is_confirmed(self, board: Board) -> None:
        kept = asked_by_mail(board)
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.filter(pk=kept.pk).update(paused_at=AT)
