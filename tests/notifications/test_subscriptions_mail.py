"""Subscribing by mail: nothing before the owner of the address presses a button."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.notifications import links, registry, services
from portal.notifications.choices import Frequency
from portal.notifications.models import OutboxMessage, Subscription
from portal.notifications.services import subscriptions
from portal.notifications.services.criteria import criterion_row
from portal.notifications.views.subscriptions import BY_VISITOR, TO_ADDRESS
from tests.notifications.subscribing import (
    ADDRESS,
    AT,
    DAY,
    HOUR,
    Board,
    asked_by_mail,
    by_mail,
)

pytestmark = pytest.mark.django_db
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


class TestByMail:
    """Somebody without an account: nothing before the owner of the address presses a button."""

    def ask(self, client: Client, **changes: str) -> Any:
        sent = {"email": ADDRESS, "frequency": "immediate"} | changes
        return client.post(NEW, sent)

    def test_from_the_form_to_the_confirmed_subscription(self, board: Board) -> None:
        client = Client(enforce_csrf_checks=True)
        page = client.get(NEW).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        answer = self.ask(client, csrfmiddlewaretoken=token[1])
        assert answer["Location"] == "/subscriptions/sent/"
        assert "请查收确认邮件" in client.get(answer["Location"]).content.decode()
        services.deliver_due(at=timezone.now())
        (letter,) = mail.outbox
        assert letter.to == [ADDRESS]
        link = re.search(r"http://127\.0\.0\.1:8000(/subscriptions/confirm/\S+/)", letter.body)
        assert link
        for method in (client.get, client.head):
            assert method(link[1]).status_code == 200
        assert Subscription.objects.get().confirmed_at is None
        page = client.get(link[1]).content.decode()
        assert "含“绿化”" in page
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        answer = client.post(link[1], {"csrfmiddlewaretoken": token[1]}, follow=True)
        assert "订阅成功" in answer.content.decode()
        assert Subscription.objects.get().confirmed_at
        assert Client(enforce_csrf_checks=True).post(NEW, {"email": ADDRESS}).status_code == 403

    def test_confirming_twice_changes_nothing(self, board: Board) -> None:
        asked = asked_by_mail(board)
        first = subscriptions.confirm(subscription=asked, at=AT + HOUR)
        again = subscriptions.confirm(subscription=asked, at=AT + 2 * HOUR)
        assert again.confirmed_at == first.confirmed_at == AT + HOUR
        assert again.starts_at == AT + HOUR
        entries = AuditEntry.objects.filter(action="notifications.confirm_subscription")
        assert entries.count() == 1

    def test_the_letter_before_the_confirmation_holds_no_word_of_the_form(
        self, board: Board
    ) -> None:
        asked_by_mail(board, word="点此领奖 http://evil.example")
        subscriptions.confirm(subscription=Subscription.objects.get(), at=AT)
        asked_by_mail(board, word="点此领奖 http://evil.example", at=AT + HOUR)
        services.deliver_due(at=AT + HOUR)
        assert len(mail.outbox) == 2
        for letter in mail.outbox:
            assert "领奖" not in letter.subject + letter.body
            assert "evil" not in letter.subject + letter.body

    def test_the_answer_is_the_same_for_every_address(self, board: Board) -> None:
        by_mail(board, "known@people.example")
        asked_by_mail(board, "asked@people.example")
        answers = {
            (answer.status_code, answer["Location"], answer.content)
            for address in ("known", "asked", "unknown", "KNOWN")
            for answer in [self.ask(Client(), email=f"{address}@people.example")]
        }
        assert len(answers) == 1

    def test_a_form_sent_twice_is_one_letter(self, board: Board) -> None:
        for _ in range(3):
            self.ask(Client())
        assert Subscription.objects.count() == 1
        assert OutboxMessage.objects.count() == 1

    def test_asking_again_later_writes_again_and_both_links_work(self, board: Board) -> None:
        asked_by_mail(board)
        asked = asked_by_mail(board, at=AT + 40 * HOUR, frequency=Frequency.DAILY)
        assert OutboxMessage.objects.count() == 2
        subscriptions.confirm(subscription=asked, at=AT + 80 * HOUR)
        assert Subscription.objects.get().frequency == Frequency.DAILY

    def test_what_is_confirmed_already_is_told_to_the_owner_once_a_day(self, board: Board) -> None:
        by_mail(board)
        for number in range(1, 4):
            asked_by_mail(board, ADDRESS.upper(), at=AT + number * HOUR)
        asked_by_mail(board, at=AT + DAY)
        subjects = OutboxMessage.objects.order_by("pk").values_list("subject", flat=True)
        assert list(subjects) == ["请确认订阅公告栏", "您已经订阅公告栏", "您已经订阅公告栏"]
        assert Subscription.objects.get().confirmed_at == AT

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"email": ""}, "请填写接收通知的电子邮箱"),
            ({"email": "reader"}, "电子邮箱的写法不对"),
            ({"email": "a@b.example,c@d.example"}, "电子邮箱的写法不对"),
            ({"email": "a@b.example\nBcc: c@d.example"}, "电子邮箱的写法不对"),
            ({"email": f"{'a' * 250}@people.example"}, "电子邮箱最多254个字符"),
            ({"email": "a\x00@b.example"}, "电子邮箱"),
            ({"frequency": ""}, "请选择通知方式"),
            ({"frequency": "hourly"}, "请在所列的通知方式中选择一种"),
        ],
    )
    def test_bad_input_is_refused_in_words(
        self, board: Board, sent: dict[str, str], message: str
    ) -> None:
        answer = self.ask(Client(), **sent)
        assert answer.status_code == 400
        page = answer.content.decode()
        assert message in page
        if "email" in sent:
            assert 'href="#id_email"' in page
            assert 'aria-invalid="true"' in page
        assert not Subscription.objects.exists()

    def test_a_program_in_the_trap_is_thanked_and_nothing_kept(self, board: Board) -> None:
        assert self.ask(Client(), website="http://x.example").status_code == 302
        assert not Subscription.objects.exists()

    def test_a_flood_from_one_visitor_is_stopped(self, board: Board) -> None:
        def send(number: int, visitor: str) -> int:
            sent = {"email": f"r{number}@people.example", "frequency": "daily"}
            return Client().post(NEW, sent, REMOTE_ADDR=visitor).status_code

        answers = [send(number, "192.0.2.1") for number in range(BY_VISITOR.most + 1)]
        assert answers == [302] * BY_VISITOR.most + [429]
        assert send(99, "192.0.2.2") == 302
        assert Subscription.objects.count() == BY_VISITOR.most + 1

    def test_a_flood_to_one_address_is_stopped_in_silence(self, board: Board) -> None:
        for number in range(TO_ADDRESS.most + 3):
            answer = Client().post(
                f"/subscriptions/new/board/?q={number}",
                {"email": ADDRESS, "frequency": "daily"},
                REMOTE_ADDR=f"192.0.2.{number}",
            )
            assert answer["Location"] == "/subscriptions/sent/"
        assert Subscription.objects.count() == TO_ADDRESS.most
        kept = " ".join(map(str, cache._cache))  # type: ignore[attr-defined]
        assert "limit:subscriptions.address:" in kept
        assert ADDRESS not in kept
        assert "192.0.2" not in kept

    @pytest.mark.usefixtures("broken_cache")
    def test_without_the_counter_no_letter_goes_to_a_strangers_address(self, board: Board) -> None:
        answer = self.ask(Client())
        assert answer.status_code == 429
        assert not Subscription.objects.exists()

    def test_the_address_is_in_no_log_no_link_and_no_audit_entry(
        self, board: Board, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO):
            answer = self.ask(Client())
            kept = Subscription.objects.get()
            confirm = links.link(kept, links.CONFIRM)
            Client().post(confirm)
            services.deliver_due(at=timezone.now())
            Client().post(links.link(kept, links.UNSUBSCRIBE))
        assert ADDRESS not in answer["Location"] + confirm + caplog.text
        actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
        assert actions == ["notifications.confirm_subscription", "notifications.end_subscription"]
        for entry in AuditEntry.objects.all():
            assert ADDRESS not in str(entry.content())
            assert "绿化" not in str(entry.content())
        assert verify() is None


def test_other_kinds_on_the_same_conditions_take_the_place(board: Board) -> None:
    first = by_mail(board)
    other = Subscription.objects.create(
        address=first.address,
        criterion=criterion_row(board.topic, first.criterion.text, kinds=["more"], at=AT),
        frequency=first.frequency, requested_at=AT, starts_at=AT,
    )  # fmt: skip
    subscriptions.confirm(subscription=other, at=AT)
    assert list(Subscription.objects.all()) == [other]
