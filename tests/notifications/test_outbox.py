"""Queueing, delivery, retries and dead letters."""

import datetime as dt
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as configured
from django.core import mail
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications import registry, services
from portal.notifications.channels import CHANNELS
from portal.notifications.channels.inbox import InboxChannel
from portal.notifications.choices import Channel, State
from portal.notifications.models import InboxNotice, OutboxMessage
from portal.notifications.queues import DELIVER_DUE, Poke
from portal.notifications.registry import NoticeKind
from portal.notifications.retry import POLICIES, RetryPolicy, delay
from portal.notifications.services import Recipient
from tests.notifications.conftest import AT, only, tell

LATER = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


class Broken:
    """A channel of a provider that answers with an error full of personal data."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:
        raise ConnectionError("reader@people.example refused")


class CrashesAfterSending(InboxChannel):
    """Sends, and is killed before that can be noted."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:
        super().send(message, at=at)
        raise SystemExit


def test_one_row_for_each_recipient_and_channel(reader: User) -> None:
    stranger = Recipient(email="a@people.example", phone="13800001234")
    for _ in range(2):
        tell(reader, stranger, reader)
    rows = OutboxMessage.objects.values_list("channel", "user", "address")
    assert sorted(rows, key=str) == sorted(
        [
            ("inbox", reader.pk, ""),
            ("mail", reader.pk, ""),
            ("mail", None, "a@people.example"),
            ("sms", None, "13800001234"),
        ],
        key=str,
    )
    tell(reader, key="k2")
    assert OutboxMessage.objects.count() == 6


def test_a_kind_nobody_registered_reaches_the_inbox_only(reader: User) -> None:
    tell(reader, Recipient(email="a@people.example"), kind="forgotten")
    assert only().channel == Channel.INBOX


def test_a_code_cannot_mean_two_things() -> None:
    registry.register(NoticeKind("test.once", "一"))
    registry.register(NoticeKind("test.once", "一"))
    with pytest.raises(ValueError, match=r"test\.once"):
        registry.register(NoticeKind("test.once", "二"))
    assert [kind.code for kind in registry.all_kinds()] == ["test.mail", "test.once", "test.public"]


@pytest.mark.parametrize(
    "changes",
    [{"url": "https://evil.example/"}, {"url": "//evil.example"}, {"key": ""}, {"key": "k" * 201}],
)
def test_unsafe_notices_are_refused(reader: User, changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="通知"):
        tell(reader, **changes)


def test_nothing_is_queued_when_the_act_fails(reader: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(reader)
        raise RuntimeError
    assert not OutboxMessage.objects.exists()


def test_commit_pokes_the_worker(
    reader: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    past = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with django_capture_on_commit_callbacks(execute=True):
        tell(reader, at=past)
        assert not InboxNotice.objects.exists()
    assert InboxNotice.objects.get().user == reader
    assert [message.to for message in mail.outbox] == [["reader@people.example"]]


def test_a_broker_that_is_down_is_left_alone_for_a_minute() -> None:
    tried, clock = [], iter([0.0, 0.0, 59.0, 61.0, 61.0])

    def down() -> None:
        tried.append(1)
        raise OperationalError

    poke = Poke(down, lambda: next(clock))
    for _ in range(3):
        poke()
    assert len(tried) == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_cannot_be_woken_at_all_costs_the_person_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever it is that fails: the act is stored, and the sweep sends its notices."""

    def broken() -> None:
        raise ConnectionResetError("gone")

    with transaction.atomic():
        transaction.on_commit(Poke(broken), robust=True)
    assert "Error calling Poke" in caplog.text


def test_the_sweep_is_on_the_clock() -> None:
    entry = configured.CELERY_BEAT_SCHEDULE["notifications"]
    assert (entry["task"], entry["schedule"]) == (DELIVER_DUE, 30.0)
    assert DELIVER_DUE in current_app.tasks


def test_the_sweep_sends_what_a_lost_poke_left(reader: User) -> None:
    tell(reader)
    assert services.deliver_due(at=AT - LATER) == 0
    assert services.deliver_due(at=AT) == 2
    assert services.deliver_due(at=AT + LATER) == 0
    assert set(OutboxMessage.objects.values_list("state", "sent_at")) == {(State.SENT, AT)}
    letter = mail.outbox[0]
    assert letter.subject == "办理提醒"
    assert letter.body.endswith("http://127.0.0.1:8000/inbox/")
    assert str(only(channel=Channel.MAIL).delivery_id) in letter.extra_headers["Message-ID"]


def test_a_subject_with_line_breaks_cannot_add_headers(reader: User) -> None:
    tell(reader, subject="提醒\r\nBcc: x@evil.example")
    services.deliver_due(at=AT)
    assert mail.outbox[0].recipients() == ["reader@people.example"]
    assert only(channel=Channel.MAIL).state == State.SENT


def test_a_person_without_mail_ends_as_a_dead_letter_at_once(reader: User) -> None:
    tell(reader)
    User.objects.update(email="")
    assert services.deliver(message_id=only(channel="mail").pk, at=AT) == State.DEAD
    assert only(channel="mail").last_error == "收件人没有电子邮箱"


def test_retries_wait_longer_and_longer_then_stop(
    reader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(CHANNELS, Channel.MAIL, Broken())
    tell(reader)
    number = only(channel="mail").pk
    moment, waits = AT, []
    while services.deliver(message_id=number, at=moment) == State.PENDING:
        message = only(pk=number)
        assert services.deliver(message_id=number, at=moment) is None
        waits.append(message.next_attempt_at - moment)
        moment = message.next_attempt_at
    message = only(pk=number)
    assert (message.state, message.attempts) == (State.DEAD, POLICIES[Channel.MAIL].attempts)
    assert waits == sorted(waits)
    assert len(waits) == 7
    assert dt.timedelta(minutes=1) <= waits[0] <= dt.timedelta(minutes=1.2)
    assert services.deliver(message_id=number, at=moment + LATER) is None
    assert message.last_error == "发送出错（ConnectionError）"
    assert "reader@people.example" not in caplog.text


def test_the_delay_is_capped_spread_and_repeatable() -> None:
    policy = RetryPolicy(attempts=9, base=dt.timedelta(minutes=1), cap=dt.timedelta(minutes=10))
    waits = [delay(policy, attempt=attempt, seed="a") for attempt in range(1, 9)]
    assert waits == [delay(policy, attempt=attempt, seed="a") for attempt in range(1, 9)]
    assert max(waits) <= dt.timedelta(minutes=12)
    assert len({delay(policy, attempt=1, seed=str(seed)) for seed in range(50)}) > 40


def test_a_dead_letter_is_sent_again_by_the_operator_only(
    reader: User, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(reader)
    OutboxMessage.objects.filter(channel="mail").update(state=State.DEAD, attempts=8)
    message = only(channel="mail")
    with pytest.raises(NotPermitted, match="系统管理员"):
        services.retry_dead(message=message, by=reader, at=AT)
    services.retry_dead(message=message, by=operator, at=AT + LATER)
    with pytest.raises(ActRefused, match="只有投递失败的通知"):
        services.retry_dead(message=message, by=operator, at=AT + LATER)
    assert AuditEntry.objects.get().actor_id == operator.pk
    assert services.deliver(message_id=message.pk, at=AT + LATER) == State.SENT


def test_a_crash_between_sending_and_noting_leaves_one_notice(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(reader)
    number = only(channel="inbox").pk
    with monkeypatch.context() as patch:
        patch.setitem(CHANNELS, Channel.INBOX, CrashesAfterSending())
        with pytest.raises(SystemExit):
            services.deliver(message_id=number, at=AT)
    assert only(pk=number).state == State.PENDING
    assert services.deliver(message_id=number, at=AT) is None
    assert services.deliver(message_id=number, at=AT + LATER) == State.SENT
    assert InboxNotice.objects.count() == 1


def test_a_message_that_kills_its_workers_ends_as_a_dead_letter(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHANNELS, Channel.INBOX, CrashesAfterSending())
    tell(reader)
    number = only(channel="inbox").pk
    for day in range(POLICIES[Channel.INBOX].attempts):
        with pytest.raises(SystemExit):
            services.deliver(message_id=number, at=AT + day * LATER)
    assert services.deliver(message_id=number, at=AT + 20 * LATER) == State.DEAD
    assert "没有结果" in only(pk=number).last_error


def test_short_messages_of_a_demo_site_are_only_logged(
    city: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    tell(Recipient(phone="13800001234"))
    services.deliver_due(at=AT)
    assert only().state == State.SENT
    assert "138****1234" in caplog.text
    assert "13800001234" not in caplog.text


def test_without_a_gateway_a_real_site_says_so(settings: Settings) -> None:
    tell(Recipient(phone="13800001234"))
    services.deliver_due(at=AT)
    assert (only().state, only().last_error) == (State.DEAD, "未配置短信网关")
