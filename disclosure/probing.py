"""One short look at an address outside the portal, without becoming a way into our own network.

Texts name addresses that anyone may have written: the host is resolved once, every address it
resolves to must be public, and the connection goes to the address that was checked. Redirects
are followed a few steps, each under the same rule. Bodies are never read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from portal.notifications.channels.outbound import is_public

_PORTS: Final = {"http": 80, "https": 443}
_HEADERS: Final = {"User-Agent": "disclosure-portal link check", "Accept": "*/*"}
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 3
_MOST_ADDRESSES: Final = 4
# Answers that say "not for you" or "not now": the address itself is there.
_THERE: Final = (401, 403, 405, 407, 429)
_TIMEOUT: Final = 4.0
# For everything together: a server that sends a byte a second is cut off too.
_ALTOGETHER: Final = 10.0


@dataclass(frozen=True)
class Answer:
    """What came of it; `problem` is empty when the address opens."""

    status: int | None
    problem: str = ""


class _Unreachable(Exception):
    """No answer; the message is the problem as people read it."""


def probe(url: str) -> Answer:
    """Ask whether an address opens: HEAD, and GET where HEAD is not answered well."""
    until = time.monotonic() + _ALTOGETHER
    status: int | None = None
    try:
        for method in ("HEAD", "GET"):
            status = _follow(method, url, until)
            if status < 400:
                return Answer(status)
    except _Unreachable as error:
        return Answer(None, str(error))
    return Answer(status, "" if status in _THERE else f"打不开（状态码 {status}）")


def _follow(method: str, url: str, until: float) -> int:
    for _ in range(_MOST_REDIRECTS + 1):
        status, target = _ask(method, url, until)
        if status not in _REDIRECTS or not target:
            return status
        url = urljoin(url, target)
    raise _Unreachable("转向次数过多")


def _ask(method: str, url: str, until: float) -> tuple[int, str]:
    """The status, and where a redirect points."""
    place = _place(url)
    try:
        with _connected(place, until) as connection:
            connection.request(method, place.target, headers=_HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or ""
    except ssl.SSLCertVerificationError as error:
        raise _Unreachable("网站的 HTTPS 证书有误") from error
    except TimeoutError as error:
        raise _Unreachable("连接超时") from error
    except (OSError, UnicodeError, ValueError, http.client.HTTPException) as error:
        raise _Unreachable("连接失败，网站可能已关闭") from error


@dataclass(frozen=True)
class _Place:
    """Where to ask, and for what."""

    host: str
    port: int
    is_secure: bool
    target: str


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise _Unreachable("网址写法有误") from error
    if not parts.hostname or parts.username is not None:
        raise _Unreachable("网址写法有误")
    return _Place(parts.hostname, port, parts.scheme == "https", _target(parts))


def _checked_addresses(host: str, port: int) -> list[str]:
    """The addresses of the host, when all of them are public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host not in settings.OUTBOUND_PRIVATE_HOSTS and not all(map(is_public, addresses)):
        raise _Unreachable("指向内网地址，公众打不开")
    return list(dict.fromkeys(addresses))[:_MOST_ADDRESSES]


def _reached(place: _Place, until: float) -> socket.socket:
    """A connection to the first address that takes one: a machine may lack IPv6."""
    problem: OSError | None = None
    for address in _checked_addresses(place.host, place.port):
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, place.port), min(_TIMEOUT, left))
        except OSError as error:
            problem = error
    raise problem or TimeoutError


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return f"{path}?{query}" if query else path


@contextmanager
def _connected(place: _Place, until: float) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(place.host, place.port, timeout=_TIMEOUT)
    connection.sock = _reached(place, until)
    cut = threading.Timer(max(0.0, until - time.monotonic()), _cut_off, [connection])
    cut.daemon = True
    cut.start()
    try:
        if place.is_secure:
            secure = ssl.create_default_context().wrap_socket(
                connection.sock, server_hostname=place.host, do_handshake_on_connect=False
            )
            connection.sock = secure
            secure.do_handshake()
        yield connection
    finally:
        cut.cancel()
        connection.close()


def _cut_off(connection: http.client.HTTPConnection) -> None:
    """Wake whoever waits for the rest of an answer: they find the connection ended."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
