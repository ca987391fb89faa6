"""Requests to addresses that people typed in, without becoming a way into our own network.

The host is resolved once, every address it resolves to must be public, and the connection goes
to the address that was checked; redirects are not followed. Hosts in `OUTBOUND_PRIVATE_HOSTS`
and the operator's own gateways (`trusted`) may be private and may use http.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from portal.notifications.channels.base import DeliveryFailed, Undeliverable

_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Set aside by the IETF (protocol assignments, relays); some versions of Python call parts of them
# global.
_SPECIAL_V4 = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, in whatever notation it is written.

    IPv6 that carries an IPv4 address (mapped, 6to4, NAT64) is as public as the one it carries;
    what else is not of 2000::/3 (compatible, translated, site-local, local NAT64) is not public.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_public_v4(ip)
    carried = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        carried = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if carried is not None:
        return _is_public_v4(carried)
    return ip.is_global and ip in _GLOBAL_UNICAST


def _is_public_v4(ip: ipaddress.IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _SPECIAL_V4)


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
) -> int:
    """Post and return the status. Raises Undeliverable or, for network errors, DeliveryFailed."""
    parts, port, may_be_private = split_checked(url, trusted=trusted)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not may_be_private and not all(map(is_public, addresses)):
            raise Undeliverable("推送地址指向内网，已拒绝")
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        sock = socket.create_connection((addresses[0], port), timeout)
        connection.sock = sock
        try:
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(sock, server_hostname=host)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
            sock.close()
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryFailed(f"连接失败（{type(error).__name__}）") from error
