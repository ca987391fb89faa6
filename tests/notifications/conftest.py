"""People, kinds of notice, and a real HTTP server that answers as a test tells it to."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.notifications import registry
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.registry import NoticeKind
from portal.notifications.services import notify
from portal.organs.models import Organ

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


@dataclass
class Receiver:
    """What arrived, the statuses still to answer with (then 200), and what to wait for first."""

    url: str
    statuses: list[int] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    hold: threading.Event | None = None


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A real server on the loopback, which the settings allow."""
    settings.OUTBOUND_PRIVATE_HOSTS = ["127.0.0.1"]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.requests.append((dict(self.headers), body))
            if got.hold is not None:
                got.hold.wait(timeout=30)
            self.send_response(got.statuses.pop(0) if got.statuses else 200)
            self.send_header("Location", "http://169.254.169.254/")
            with suppress(BrokenPipeError, ConnectionResetError):
                self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    got = Receiver(f"http://127.0.0.1:{server.server_port}/hook?a=1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield got
    server.shutdown()
    server.server_close()
    thread.join()


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
