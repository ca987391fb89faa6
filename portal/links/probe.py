"""One bounded look at an address outside the portal, without becoming a way into our own network.

Pages name addresses that anyone may have written: each host is resolved once for each request,
every number must be public, and the connection goes to the number that was judged. Redirects are
followed a few steps, each judged anew. Of a body only the beginning is read.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from portal.common.reach import PrivateAddress, addresses_of
from portal.links.choices import Sight
from portal.links.judgement import LISTED_WORDS, PRIVATE_WORDS, is_listed, normal_host
from portal.links.wording import is_challenge, says_gone

_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = (301, 302, 303, 307, 308)
# Answers that say "not for you", "not so" or "not now": the address itself is there.
_THERE: Final = (401, 403, 405, 406, 407, 416, 429, 451)
# Those behind which a wall against machines may stand.
_WALLS: Final = (200, 403, 429, 503)
_MOST_ADDRESSES: Final = 4
_BODY: Final = 65_536
_HEADERS: Final = {
    "User-Agent": "disclosure-portal link check",
    "Accept": "text/html,*/*;q=0.5",
    "Range": f"bytes=0-{_BODY - 1}",
    "Connection": "close",
}
_LONGEST_PAUSE: Final = dt.timedelta(days=1)
_CHARSET: Final = re.compile(r"charset=[\"']?([\w.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """Seconds for one step, for everything together, and from which on an answer is slow; how many
    redirects are followed.
    """

    step: float = 10.0
    altogether: float = 15.0
    slow: float = 5.0
    hops: int = 8


@dataclass(frozen=True)
class Answer:
    """What a look saw; `problem` is empty when the address opens. `pause` is how long the host asks
    to be left alone, `paused` that host. What `may_pass` is looked at a second time at once.
    """

    sight: Sight
    status: int | None = None
    problem: str = ""
    pause: dt.timedelta | None = None
    paused: str = ""
    may_pass: bool = False


@dataclass(frozen=True)
class Rules:
    """What a look keeps to. `exempt` hosts may be private; `domains` are dangerous; `turn` gives
    leave to ask a host, and holds it while it is asked.
    """

    limits: Limits = Limits()
    exempt: Collection[str] = ()
    domains: Collection[str] = ()
    turn: Callable[[str], AbstractContextManager[object]] = lambda _host: nullcontext()
    clock: Callable[[], float] = time.monotonic


class _Ends(Exception):
    """The look is over; `answer` is what came of it."""

    def __init__(self, sight: Sight, problem: str, *, may_pass: bool = False) -> None:
        self.answer = Answer(sight, problem=problem, may_pass=may_pass)
        super().__init__(problem)


@dataclass(frozen=True)
class _Reply:
    """One reply: its status, where it redirects to, its headers, the beginning of its body."""

    status: int
    target: str = ""
    pause: dt.timedelta | None = None
    is_walled: bool = False
    text: str = field(default="", repr=False)


def probe(url: str, rules: Rules | None = None) -> Answer:
    """Look at an address. A failure that may be of the moment is looked at a second time."""
    rules = rules or Rules()
    until = rules.clock() + rules.limits.altogether
    answer = _once(url, rules, until)
    if answer.may_pass and rules.clock() < until:
        return _once(url, rules, until)
    return answer


def _once(url: str, rules: Rules, until: float) -> Answer:
    seen = set()
    try:
        for _ in range(rules.limits.hops + 1):
            if url in seen:
                raise _Ends(Sight.FAILED, "转来转去，回到了原处")
            seen.add(url)
            place = _place(url, rules)
            with rules.turn(place.host):
                asked = rules.clock()
                reply = _ask(place, rules, until)
                took = rules.clock() - asked
            if reply.status not in _REDIRECTS or not reply.target:
                return _judged(place.host, reply, took > rules.limits.slow)
            url = urljoin(url, reply.target).partition("#")[0]
        raise _Ends(Sight.FAILED, "转向次数过多")
    except _Ends as end:
        return end.answer


def _judged(host: str, reply: _Reply, is_slow: bool) -> Answer:
    """What the last reply of a look says."""
    status = reply.status
    if status in (429, 503) and reply.pause is not None:
        problem = f"网站请求稍后再来（状态码 {status}）"
        return Answer(Sight.BLOCKED, status, problem, reply.pause, host)
    if reply.is_walled:
        return Answer(Sight.BLOCKED, status, "网站只让人看，请人工打开核对")
    if status in _THERE:
        return Answer(Sight.BLOCKED, status, f"网站不让查看（状态码 {status}），请人工打开核对")
    if status >= 400:
        return Answer(Sight.FAILED, status, f"打不开（状态码 {status}）", may_pass=status >= 500)
    if status in _REDIRECTS:
        return Answer(Sight.FAILED, status, "转向没有写明去处")
    if says_gone(reply.text):
        return Answer(Sight.FAILED, status, "页面写明内容不存在")
    if is_slow:
        return Answer(Sight.SLOW, status, "打开很慢，请人工看")
    return Answer(Sight.OPENS, status)


def _pause(retry_after: str, date: str) -> dt.timedelta | None:
    """How long Retry-After asks for, in seconds or until a moment of the clock by which the reply
    is dated; None where it says nothing.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(dt.timedelta(seconds=int(text[:9])), _LONGEST_PAUSE)
    try:
        until, now = (email.utils.parsedate_to_datetime(each) for each in (text, date))
        return max(dt.timedelta(0), min(until - now, _LONGEST_PAUSE))
    except (TypeError, ValueError):
        return None


@dataclass(frozen=True)
class _Place:
    """Where to ask, and for what; `host` in its one spelling."""

    host: str
    port: int
    is_secure: bool
    target: str


def _place(url: str, rules: Rules) -> _Place:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname or ""
    except (ValueError, KeyError) as error:
        raise _Ends(Sight.FAILED, "网址写法有误") from error
    if not host or parts.username is not None:
        raise _Ends(Sight.FAILED, "网址写法有误")
    if is_listed(host, rules.domains):
        raise _Ends(Sight.LISTED, LISTED_WORDS)
    return _Place(normal_host(host), port, parts.scheme == "https", _target(parts))


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return f"{path}?{query}" if query else path


def _ask(place: _Place, rules: Rules, until: float) -> _Reply:
    """Ask once. Raises _Ends where no reply comes."""
    try:
        with _connected(place, rules, until) as connection:
            connection.request("GET", place.target, headers=_HEADERS)
            reply = connection.getresponse()
            if rules.clock() >= until:
                # Headers that were cut off look like headers that ended.
                raise TimeoutError
            status, text = reply.status, ""
            if status in _WALLS or status == 206:
                text = _beginning(reply)
            mitigated = reply.getheader("cf-mitigated") == "challenge"
            return _Reply(
                status,
                reply.getheader("Location") or "",
                _pause(reply.getheader("Retry-After") or "", reply.getheader("Date") or ""),
                mitigated or (status in _WALLS and is_challenge(text)),
                text,
            )
    except PrivateAddress as error:
        raise _Ends(Sight.PRIVATE, PRIVATE_WORDS) from error
    except ssl.SSLCertVerificationError as error:
        raise _Ends(Sight.FAILED, "网站的 HTTPS 证书有误") from error
    except TimeoutError as error:
        raise _Ends(Sight.FAILED, "连接超时") from error
    except (OSError, UnicodeError, ValueError, http.client.HTTPException) as error:
        raise _Ends(Sight.FAILED, "连接失败，网站可能已关闭", may_pass=True) from error


def _beginning(reply: http.client.HTTPResponse) -> str:
    """The beginning of a page of text; of anything else nothing. What breaks off has begun."""
    kind = reply.getheader("Content-Type") or ""
    if "html" not in kind and "text/plain" not in kind:
        return ""
    data = b""
    with suppress(OSError, http.client.HTTPException):
        while len(data) < _BODY and (piece := reply.read1(_BODY - len(data))):
            data += piece
    named = _CHARSET.search(kind) or _CHARSET.search(data[:2048].decode("ascii", "replace"))
    charset = named[1].lower() if named else "utf-8"
    try:
        return data.decode("gb18030" if charset.startswith("gb") else charset, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


@contextmanager
def _connected(place: _Place, rules: Rules, until: float) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(place.host, place.port, timeout=rules.limits.step)
    connection.sock = _reached(place, rules, until)
    left = max(0.0, until - rules.clock())
    cut = threading.Timer(left, _cut_off, [connection])
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


def _reached(place: _Place, rules: Rules, until: float) -> socket.socket:
    """A connection to the first number that takes one: a machine may lack IPv6."""
    problem: OSError | None = None
    exempt = place.host in rules.exempt
    for address in addresses_of(place.host, place.port, may_be_private=exempt)[:_MOST_ADDRESSES]:
        left = until - rules.clock()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, place.port), min(rules.limits.step, left))
        except OSError as error:
            problem = error
    raise problem or TimeoutError


def _cut_off(connection: http.client.HTTPConnection) -> None:
    """Wake whoever waits for the rest of a reply: they find the connection ended."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
