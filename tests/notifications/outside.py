"""What stands outside: a real HTTP server and a real mail server, on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message as EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from pytest_django import Settings


@dataclass
class Receiver:
    """What arrived, the statuses still to answer with (then 200), what to wait for first, and the
    pause it asks for.
    """

    url: str
    statuses: list[int] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    hold: threading.Event | None = None
    retry_after: str = ""


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
            if got.retry_after:
                self.send_header("Retry-After", got.retry_after)
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


class Letters(Message):
    """Keeps the letters a real SMTP server received."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[str] = []
        self._parts: list[EmailMessage] = []

    def handle_message(self, message: EmailMessage) -> None:
        self.received.append(str(message))
        self._parts.append(message)

    def words(self, place: int) -> str:
        """What a letter says, every part of it."""
        parts = [part for part in self._parts[place].walk() if not part.is_multipart()]
        return "\n".join(part.get_payload(decode=True).decode() for part in parts)


@pytest.fixture
def letters(settings: Settings) -> Iterator[Letters]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Letters()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()
