"""A planted site with everything a patrol may meet, and a witness of every connection made."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# Names of this site as pages would write them: each is resolved to a public number.
PUBLIC = "203.0.114.7"
SITE = "site.example"
GONE = "<html><head><title>页面不存在</title></head><body>您访问的页面不存在</body></html>"
GUIDE = (
    f"<html><title>办事指南</title><p>{'请按顺序办理。' * 60}提示页面不存在时请刷新。</p></html>"
)
CHALLENGE = "<html><title>Just a moment...</title></html>"


@dataclass
class Seen:
    """What was asked, and how many at once."""

    paths: list[str] = field(default_factory=list)
    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one(self, host: str, path: str) -> Iterator[None]:
        with self.lock:
            self.paths.append(path)
            self.now[host] += 1
            self.most[host] = max(self.most[host], self.now[host])
        try:
            yield
        finally:
            with self.lock:
                self.now[host] -= 1


class Site(BaseHTTPRequestHandler):
    """/200, /404 and so on by their status; odd ones by name."""

    seen: Seen
    # How long what is slow takes, and what a few at once must wait for one another.
    slow = 0.15
    inward = "http://10.0.0.1/"

    def do_GET(self) -> None:
        host = (self.headers["Host"] or "").partition(":")[0]
        name = self.path.strip("/").partition("?")[0]
        # Counted until it is answered: whoever has an answer may ask again before this thread ends.
        with self.seen.one(host, self.path):
            if name == "slow":
                threading.Event().wait(self.slow)
        self._answer(name)

    def _answer(self, name: str) -> None:
        if name == "drip":
            self._drip()
            return
        if name.startswith("hop-"):
            left = int(name.removeprefix("hop-"))
            self._send(302, location=f"/hop-{left - 1}" if left > 1 else "/200")
        elif name in ("moved", "loop", "inward", "listed", "moved-dead"):
            targets = {
                "moved": "/200",
                "loop": "/loop",
                "inward": self.inward,
                "listed": "http://sub.evil.example/",
                "moved-dead": "/404",
            }
            self._send(302, location=targets[name])
        elif name == "across":
            self._send(302, location=f"http://{SITE}/slow")
        elif name == "gone-200":
            self._send(200, GONE)
        elif name == "guide":
            self._send(200, GUIDE)
        elif name == "challenge":
            self._send(403, CHALLENGE)
        elif name == "later":
            self._send(429, retry="120")
        elif name == "endless":
            self._endless()
        elif name == "reset":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._send(int(name) if name.isdigit() else 200)

    def _send(self, status: int, text: str = "", *, location: str = "", retry: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        for key, value in (("Location", location), ("Retry-After", retry)):
            if value:
                self.send_header(key, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<p>more</p>" * 1000)
        except OSError:
            return

    def _drip(self) -> None:
        """One byte at a time: each comes in time, the answer never."""
        try:
            for byte in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 200:
                self.wfile.write(bytes([byte]))
                threading.Event().wait(0.02)
        except OSError:
            return

    def log_message(self, *_args: object) -> None:
        """Nothing on the terminal."""


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SITE)])
    now = dt.datetime.now(dt.UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
    built = built.not_valid_before(now - dt.timedelta(days=1))
    built = built.not_valid_after(now + dt.timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(SITE)]), critical=False)
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "site.pem"
    path.write_bytes(
        key.private_bytes(pem, *plain) + built.sign(key, hashes.SHA256()).public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@contextmanager
def serving(secure: ssl.SSLContext | None = None) -> Iterator[tuple[int, Seen]]:
    """The site on a port of this machine; its port and what it saw."""
    seen = Seen()
    handler = type("PlantedSite", (Site,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port, seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Network:
    """The network of a test: names have the numbers it says, the public number of the site leads
    to the planted server, and every number anybody connects to is written down.
    """

    def __init__(self, port: int, names: dict[str, list[str]] | None = None) -> None:
        self.port = port
        self.names = {SITE: [PUBLIC], **(names or {})}
        self.connected: list[str] = []
        self.looked_up: list[str] = []
        self._lookup = socket.getaddrinfo
        self._connect = socket.socket.connect

    def getaddrinfo(self, host: Any, port: Any, *args: Any, **given: Any) -> Any:
        """Names as planted, one number after another where there are several answers; literals and
        odd spellings as the machine's own resolver takes them.
        """
        if host in self.names:
            self.looked_up.append(str(host))
            numbers = self.names[host]
            number = numbers.pop(0) if len(numbers) > 1 else numbers[0]
            family = socket.AF_INET6 if ":" in number else socket.AF_INET
            place = (number, port, 0, 0) if ":" in number else (number, port)
            return [(family, socket.SOCK_STREAM, 6, "", place)]
        return self._lookup(host, port, *args, **given)

    def connect(self, this: socket.socket, address: Any) -> None:
        """Write the number down, and lead the public one to the planted site."""
        number = str(address[0])
        self.connected.append(number)
        if number == PUBLIC:
            self._connect(this, ("127.0.0.1", self.port))
            return
        raise ConnectionRefusedError(number)
