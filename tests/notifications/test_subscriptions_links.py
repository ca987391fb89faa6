"""The links of letters: forged, late, used, scanned, pressed by a mail program."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications import links, registry
from portal.notifications.models import OutboxMessage, Subscription
from portal.notifications.services import subscriptions
from tests.notifications.subscribing import (
    AT,
    HOUR,
    Board,
    asked_by_mail,
    by_account,
    by_mail,
)

pytestmark = pytest.mark.django_db


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


def token_of(subscription: Subscription, purpose: str) -> str:
    return links.link(subscription, purpose).split("/")[-2]


class TestLinks:
    """The links of letters: forged, late, used, scanned."""

    def test_forged_tokens_do_not_exist(self, board: Board) -> None:
        kept = asked_by_mail(board)
        good = token_of(kept, links.CONFIRM)
        forged = [
            kept.public_id.hex,
            f"{kept.public_id.hex}.x",
            f"{uuid.uuid4().hex}.{good.split('.')[1]}",
            f"{good}x",
            good.upper(),
            token_of(kept, links.UNSUBSCRIBE),
            "x" * 5000,
            "…",
        ]
        for token in forged:
            for answer in (
                Client().get(reverse("notifications:confirm", args=[token])),
                Client().post(reverse("notifications:confirm", args=[token])),
            ):
                assert answer.status_code == 404
        answer = Client().post(reverse("notifications:unsubscribe", args=[good]))
        assert answer.status_code == 404
        assert Subscription.objects.get().confirmed_at is None

    def test_after_48_hours_it_is_too_late(self, board: Board) -> None:
        now = timezone.now()
        kept = asked_by_mail(board, at=now - dt.timedelta(hours=47, minutes=59))
        late = asked_by_mail(board, "late@people.example", at=now - dt.timedelta(hours=48))
        assert Client().get(links.link(kept, links.CONFIRM)).status_code == 200
        for method in (Client().get, Client().post):
            answer = method(links.link(late, links.CONFIRM))
            assert answer.status_code == 410
            assert "确认链接已失效" in answer.content.decode()
        with pytest.raises(ActRefused, match="已过期"):
            subscriptions.confirm(subscription=late, at=now)

    def test_the_unconfirmed_are_forgotten_after_48_hours(self, board: Board) -> None:
        asked_by_mail(board, "late@people.example")
        by_mail(board, "sure@people.example")
        asked_by_mail(board, "young@people.example", at=AT + 10 * HOUR)
        assert subscriptions.purge_unconfirmed(at=AT + 47 * HOUR) == 0
        assert subscriptions.purge_unconfirmed(at=AT + 48 * HOUR) == 1
        assert subscriptions.purge_unconfirmed(at=AT + 48 * HOUR) == 0
        left = set(Subscription.objects.values_list("address", flat=True))
        assert left == {"sure@people.example", "young@people.example"}
        assert not OutboxMessage.objects.filter(address="late@people.example").exists()
        entry = AuditEntry.objects.get(action="notifications.purge_unconfirmed")
        assert "late" not in str(entry.content())

    def test_a_used_link_says_so_and_an_ended_one_is_gone(self, board: Board) -> None:
        kept = by_mail(board)
        confirm = links.link(kept, links.CONFIRM)
        assert "订阅成功" in Client().get(confirm).content.decode()
        subscriptions.end(subscription=kept, by=None, at=AT)
        assert Client().post(confirm).status_code == 410
        assert not Subscription.objects.exists()

    def test_looking_ends_nothing_and_one_click_does(self, board: Board) -> None:
        kept = by_mail(board)
        link = links.link(kept, links.UNSUBSCRIBE)
        assert "确定退订" in Client().get(link).content.decode()
        assert Subscription.objects.exists()
        program = Client(enforce_csrf_checks=True)
        for _ in range(2):
            answer = program.post(link, {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
            assert "已经退订" in answer.content.decode()
        assert not Subscription.objects.exists()
        assert AuditEntry.objects.filter(action="notifications.end_subscription").count() == 1

    def test_the_link_ends_one_by_account_too(self, board: Board, reader: User) -> None:
        kept = by_account(board, reader)
        assert Client().post(links.link(kept, links.UNSUBSCRIBE)).status_code == 200
        assert not Subscription.objects.exists()

    def test_there_is_an_end_to_how_many_for_an_address(
        self, board: Board, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscriptions, "MOST_EACH", 1)
        by_mail(board, at=timezone.now())
        second = asked_by_mail(board, word="停车", at=timezone.now())
        answer = Client().post(links.link(second, links.CONFIRM))
        assert answer.status_code == 409
        assert "请先退订不再需要的" in answer.content.decode()
