"""Which addresses may be connected to from here: names that people typed lead nowhere inside.

The text of an address says nothing (127.1, 0x7f000001, a public name with a private number): what
the resolver makes of it is judged, and whoever connects does so to the number that was judged.
"""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from typing import Final

_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
# Set aside by the IETF (protocol assignments, relays); some versions of Python call parts of them
# global.
_SPECIAL_V4: Final = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
)


class PrivateAddress(Exception):
    """A name leads into a network that the public can't reach."""


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


def addresses_of(host: str, port: int, *, may_be_private: bool = False) -> list[str]:
    """The numbers of a host, each once: to be connected to, and not to be looked up again.

    Raises PrivateAddress unless every one is public or may be private, OSError and UnicodeError
    where the name has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not may_be_private and not all(map(is_public, addresses)):
        raise PrivateAddress(host)
    return addresses


def literal_of(host: str) -> str | None:
    """The number that a host is without any look-up, however it is written; None for a name."""
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").rstrip(".")
    if ":" in plain:
        return plain
    try:
        return socket.inet_ntoa(socket.inet_aton(plain))
    except (OSError, UnicodeError, ValueError):
        return None


def _is_public_v4(ip: ipaddress.IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _SPECIAL_V4)
