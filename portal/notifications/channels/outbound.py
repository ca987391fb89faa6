"""Requests to addresses that people typed in, without becoming a way into our own network.

The host is resolved once, every address it resolves to must be public, and the connection goes
to the address that was checked; redirects are not followed. Hosts in `OUTBOUND_PRIVATE_HOSTS`
and the operator's own gateways (`trusted`) may be private and may use http.
"""

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from portal.common.reach import PrivateAddress, addresses_of
from portal.notifications.channels.base import DeliveryFailed, Undeliverable

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answered:
    """What the other side said: the status, and its Retry-After as it was written."""

    status: int
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        """Whether it took the message; a redirect is none, for nobody follows it."""
        return 200 <= self.status < 300


def split_checked(url: str, *, trusted: bool = False) -> tuple[SplitResult, int, bool]:
    """The parts, the port and whether the host may be private.

    Raises Undeliverable for an address that is never called.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise Undeliverable("推送地址无法识别，应以 https:// 开头") from error
    if not parts.hostname or parts.username is not None:
        raise Undeliverable("推送地址须写明主机名，且不得带用户名")
    may_be_private = trusted or parts.hostname in settings.OUTBOUND_PRIVATE_HOSTS
    if parts.scheme != "https" and not may_be_private:
        raise Undeliverable("推送地址应以 https:// 开头")
    return parts, port, may_be_private


def post(
    url: str, body: bytes, headers: dict[str, str], *, timeout: float, trusted: bool = False
) -> Answered:
    """Post, and what was answered. Raises Undeliverable or, for network errors, DeliveryFailed."""
    parts, port, may_be_private = split_checked(url, trusted=trusted)
    host = parts.hostname or ""
    try:
        addresses = addresses_of(host, port, may_be_private=may_be_private)
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        sock = socket.create_connection((addresses[0], port), timeout)
        connection.sock = sock
        try:
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(sock, server_hostname=host)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, headers)
            response = connection.getresponse()
            return Answered(response.status, response.headers.get("Retry-After", ""))
        finally:
            connection.close()
            sock.close()
    except PrivateAddress as error:
        raise Undeliverable("推送地址指向内网，已拒绝") from error
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryFailed(f"连接失败（{type(error).__name__}）") from error
