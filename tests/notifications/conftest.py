"""People, and kinds of notice."""

import datetime as dt
from typing import Any

import pytest

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.notifications import registry
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.registry import NoticeKind
from portal.notifications.services import notify
from portal.organs.models import Organ
from tests.notifications.outside import Receiver, receiver

__all__ = ["Receiver", "receiver"]

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
MAIL_KIND = NoticeKind("test.mail", "试邮件", (Channel.INBOX, Channel.MAIL, Channel.SMS))
PUBLIC_KIND = NoticeKind("test.public", "试推送", (Channel.WEBHOOK,))


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds that exist for these tests only."""
    monkeypatch.setattr(registry, "_kinds", {k.code: k for k in (MAIL_KIND, PUBLIC_KIND)})


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.create_user("reader", email="reader@people.example", password="x")


@pytest.fixture
def operator(db: None) -> User:
    """A system administrator."""
    user = User.objects.create_user("operator", password="x", is_staff=True)
    organ = Organ.objects.add_root(
        {"code": "T", "name": "试市人民政府", "level": "city", "kind": "government"}
    )
    Membership.objects.create(user=user, organ=organ, role=Role.SYSTEM_ADMIN)
    return user


@pytest.fixture
def endpoint(receiver: Receiver) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        name="数据平台", url=receiver.url, secret="s3cret", kinds=["test.public"]
    )


def tell(*recipients: Any, kind: str = "test.mail", key: str = "k1", **changes: Any) -> None:
    """Queue a notice."""
    words: dict[str, Any] = {"subject": "办理提醒", "body": "请于今日办理。", "url": "/inbox/"}
    words |= {"at": AT} | changes
    notify(kind=kind, recipients=recipients, dedup_key=key, **words)


def only(**wanted: Any) -> OutboxMessage:
    """The one message that fits."""
    return OutboxMessage.objects.get(**wanted)
