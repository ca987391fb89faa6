"""Stopping with one press, as RFC 8058 and acceptance test 24 ask for it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import dkim
import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Mailbox
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.notifications import links, registry, services
from portal.notifications.channels.sms import SmsChannel
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage, Subscription
from portal.notifications.registry import NoticeKind, Recipient
from portal.notifications.services.announcements import announce_news
from tests.notifications.conftest import Receiver, tell
from tests.notifications.subscribing import (
    ADDRESS,
    AT,
    DAY,
    HOUR,
    Board,
    by_account,
    by_mail,
    confirm_mail_of,
    letters,
    signed_in,
)

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SELECTOR = "portal1"


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The real kinds of notice, and one that goes by mail and by text."""
    settings.AXES_ENABLED = False
    real = dict(registry._kinds)
    known = NoticeKind("test.mail", "试邮件", (Channel.INBOX, Channel.MAIL, Channel.SMS))
    monkeypatch.setattr(registry, "_kinds", real | {known.code: known})


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    return made


@pytest.fixture
def public_key(settings: Any) -> bytes:
    """What the DNS says of the key with which the portal signs."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.DKIM_SELECTOR, settings.DEFAULT_FROM_EMAIL = SELECTOR, "门户 <news@portal.example>"
    settings.DKIM_KEY = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


@pytest.fixture
def posted(settings: Any) -> Iterator[list[bytes]]:
    """What a real mail server received, byte for byte."""
    got: list[bytes] = []

    class Handler(Mailbox):
        def prepare_message(self, session: Any, envelope: Any) -> Any:
            got.append(envelope.content)
            return super().prepare_message(session, envelope)

        def handle_message(self, message: Message) -> None:
            """Kept as it came."""

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield got
    controller.stop()


def way_out(letter: Message) -> str:
    """The path that the header of a letter names."""
    named = str(letter["List-Unsubscribe"]).strip()
    found = re.fullmatch(r"<http://127\.0\.0\.1:8000(/\S+)>", named)
    assert found
    return found[1]


def counts() -> tuple[int, int, int]:
    return Subscription.objects.count(), OutboxMessage.objects.count(), AuditEntry.objects.count()


class TestStop:
    """Acceptance test 24, word for word."""

    def test_both_headers_stand_in_what_is_signed(
        self, board: Board, posted: list[bytes], public_key: bytes, reader: User
    ) -> None:
        confirm_mail_of(reader)
        by_account(board, reader)
        by_mail(board)
        board.publish(1, "绿化养护办法", at=AT + HOUR)
        announce_news(at=AT + 2 * HOUR)
        services.deliver_due(at=AT + 3 * HOUR)
        news = [one for one in posted if "新公开" in _subject(one)]
        assert len(news) == 2
        for raw in posted:
            letter = message_from_bytes(raw)
            assert str(letter["List-Unsubscribe-Post"]).strip() == "List-Unsubscribe=One-Click"
            assert way_out(letter)
            signed = re.search(r"\bh=([^;]+);", " ".join(letter["DKIM-Signature"].split()))
            assert signed
            names = {name.strip() for name in signed[1].split(":")}
            assert {"from", "list-unsubscribe", "list-unsubscribe-post"} <= names
            asked: list[bytes] = []
            assert dkim.verify(raw, dnsfunc=_dns(public_key, asked))
            assert asked == [f"{SELECTOR}._domainkey.portal.example.".encode()]
            other = raw.replace(b"List-Unsubscribe-Post: List", b"List-Unsubscribe-Post: Last")
            assert not dkim.verify(other, dnsfunc=_dns(public_key, asked))

    def test_without_a_key_nothing_is_signed_and_the_headers_are_there(self, board: Board) -> None:
        by_mail(board)
        board.publish(1, "绿化养护办法", at=AT + HOUR)
        announce_news(at=AT + 2 * HOUR)
        services.deliver_due(at=AT + 3 * HOUR)
        letter = mail.outbox[-1].message()
        assert letter["DKIM-Signature"] is None
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_looking_changes_nothing_and_shows_a_button(self, board: Board) -> None:
        link = links.link(by_mail(board), links.UNSUBSCRIBE)
        before = counts()
        for _ in range(2):
            page = Client().get(link)
            assert page.status_code == 200
            assert re.search(
                r'<form[^>]+method="post">\s*<div[^>]*>\s*<button[^>]*>确定退订</button>',
                page.content.decode(),
            )
            head = Client().head(link)
            assert (head.status_code, head.content) == (200, b"")
        assert counts() == before

    def test_one_click_ends_that_one_and_repeats_answer_200(self, board: Board) -> None:
        kept = by_mail(board)
        other = by_mail(board, word="停车")
        link = links.link(kept, links.UNSUBSCRIBE)
        for _ in range(3):
            program = Client(enforce_csrf_checks=True)
            answer = program.post(link, ONE_CLICK)
            assert answer.status_code == 200
            assert "Location" not in answer
            assert not answer.cookies
        assert list(Subscription.objects.all()) == [other]
        assert AuditEntry.objects.filter(action="notifications.end_subscription").count() == 1

    def test_somebody_elses_session_proves_nothing(self, board: Board, reader: User) -> None:
        own, other = by_account(board, reader), by_mail(board)
        answer = signed_in(reader).post(links.link(other, links.UNSUBSCRIBE), ONE_CLICK)
        assert answer.status_code == 200
        assert list(Subscription.objects.all()) == [own]

    def test_the_link_works_400_days_later(self, board: Board, settings: Any) -> None:
        with time_machine.travel(AT, tick=False):
            link = links.link(by_mail(board), links.UNSUBSCRIBE)
        with time_machine.travel(AT + dt.timedelta(days=400), tick=False):
            settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
            settings.SECRET_KEY = "a new key, as every year " * 3
            assert "确定退订" in Client().get(link).content.decode()
            assert Client(enforce_csrf_checks=True).post(link, ONE_CLICK).status_code == 200
        assert not Subscription.objects.exists()

    def test_other_subscriptions_and_case_letters_still_arrive(
        self, board: Board, posted: list[bytes]
    ) -> None:
        kept = by_mail(board)
        by_mail(board, word="停车")
        by_mail(board, "other@people.example")
        Client().post(links.link(kept, links.UNSUBSCRIBE), ONE_CLICK)
        board.publish(1, "绿化养护办法", at=AT + HOUR)
        board.publish(2, "停车管理办法", at=AT + HOUR)
        announce_news(at=AT + 2 * HOUR)
        tell(Recipient(email=ADDRESS), key="case:1", subject="您的申请有了答复")
        assert sorted((one.address, one.subject) for one in letters()) == [
            ("other@people.example", "新公开：绿化养护办法"),
            (ADDRESS, "新公开：停车管理办法"),
        ]
        services.deliver_due(at=AT + DAY)
        case = [one for one in posted if _subject(one) == "您的申请有了答复"]
        assert len(case) == 1
        assert message_from_bytes(case[0])["List-Unsubscribe"] is None

    def test_texts_and_the_account_have_the_same_word(
        self, board: Board, receiver: Receiver, reader: User, settings: Any
    ) -> None:
        settings.SMS_GATEWAY_URL = receiver.url
        kept = by_account(board, reader)
        by_mail(board)
        tell(Recipient(phone="13800001234"), subject="新公开", body="", subscription=kept, url="")
        SmsChannel().send(OutboxMessage.objects.get(channel=Channel.SMS), at=AT)
        text = json.loads(receiver.requests[0][1])["text"]
        assert text.startswith(f"新公开 {links.STOP}：http")
        page = signed_in(reader).get("/subscriptions/").content.decode()
        assert f">{links.STOP}<" in re.sub(r"\s+", "", page)
        board.publish(1, "绿化养护办法", at=AT + HOUR)
        announce_news(at=AT + 2 * HOUR)
        services.deliver_due(at=AT + DAY)
        (letter,) = (one for one in mail.outbox if one.subject.startswith("新公开"))
        assert f"\n{links.STOP}：\nhttp" in letter.body
        assert Client().post(text.split("8000", 1)[1], ONE_CLICK).status_code == 200
        assert not Subscription.objects.filter(pk=kept.pk).exists()


def _subject(raw: bytes) -> str:
    return str(make_header(decode_header(message_from_bytes(raw)["Subject"])))


def _dns(record: bytes, asked: list[bytes]) -> Any:
    def answer(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        asked.append(name)
        return record

    return answer
