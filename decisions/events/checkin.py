"""Check-in without network: the list a device takes along, and what its scans come to.

The list is sealed by the contents of the tickets: an entry is found and opened only with the text
of its ticket, or slowly with its typed code. A lost device tells nobody who was to come. Scans are
never refused afterwards; each has a nonce, by which an upload that is sent twice is one, and two
scans of one ticket are shown as a conflict. Pure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from decisions.events.tickets import plain_code

# A code of twelve letters has 59 bits; with so many rounds a try at one costs milliseconds.
ROUNDS: Final = 10_000
_NONCE: Final = 12
_HALF: Final = 32

Random = Callable[[int], bytes]


@dataclass(frozen=True)
class Expected:
    """Somebody who is expected: the text of their ticket, the entry that was drawn from its code
    when it was given, and what the device shows once it is there.
    """

    text: str
    by_code: tuple[str, bytes]
    shown: Mapping[str, Any]


def sealed_list(expected: Iterable[Expected], *, random: Random) -> dict[str, str]:
    """The entries, from the name of each to what is sealed in it; two for every ticket."""
    entries: dict[str, str] = {}
    for each in expected:
        data = json.dumps(dict(each.shown), ensure_ascii=False, sort_keys=True).encode()
        for name, key in (by_text(each.text), each.by_code):
            nonce = random(_NONCE)
            entries[name] = (nonce + AESGCM(key).encrypt(nonce, data, None)).hex()
    return dict(sorted(entries.items()))


def by_text(text: str) -> tuple[str, bytes]:
    """The name and the key of an entry, from the text of its ticket."""
    data = text.encode()
    return hashlib.sha256(b"name:" + data).hexdigest(), hashlib.sha256(b"key:" + data).digest()


def by_code(code: str, salt: str) -> tuple[str, bytes]:
    """The same from its typed code, with many rounds: codes are shorter than keys. Slow by intent:
    drawn once for a ticket, when it is given.
    """
    drawn = hashlib.pbkdf2_hmac(
        "sha256", plain_code(code).encode(), salt.encode(), ROUNDS, dklen=2 * _HALF
    )
    return drawn[:_HALF].hex(), drawn[_HALF:]


def packed(entry: tuple[str, bytes]) -> str:
    """An entry as it is kept, sealed, with its ticket."""
    return entry[0] + entry[1].hex()


def unpacked(kept: str) -> tuple[str, bytes]:
    """The entry that was kept."""
    return kept[: 2 * _HALF], bytes.fromhex(kept[2 * _HALF :])


def opened(entries: Mapping[str, str], name: str, key: bytes) -> dict[str, Any] | None:
    """What is sealed in an entry; None where there is none, or where it does not open."""
    box = bytes.fromhex(entries.get(name, ""))
    if len(box) <= _NONCE:
        return None
    try:
        data = AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], None)
    except InvalidTag:
        return None
    return dict(json.loads(data))


@dataclass(frozen=True)
class Scanned:
    """One scan as it was kept: of which ticket (0 for none of this session), where and when, and
    whether that ticket was revoked before.
    """

    nonce: str
    ticket: int
    device: str
    at: dt.datetime
    was_revoked: bool = False


@dataclass
class Board:
    """What scans come to: the first of each ticket, what came after it, and what was no ticket."""

    entries: dict[int, Scanned] = field(default_factory=dict)
    again: dict[int, list[Scanned]] = field(default_factory=dict)
    unknown: list[Scanned] = field(default_factory=list)

    @property
    def conflicts(self) -> dict[int, list[Scanned]]:
        """Every scan of each ticket that was scanned more than once, in order of time."""
        return {ticket: [self.entries[ticket], *rest] for ticket, rest in self.again.items()}

    @property
    def revoked(self) -> list[Scanned]:
        """Entries with tickets that were revoked before; they stay, marked."""
        return [scan for scan in self.entries.values() if scan.was_revoked]


def settled(scans: Iterable[Scanned]) -> Board:
    """One entry a ticket, the earliest by the devices' clocks; nothing is lost, nothing counts
    twice, in whatever order the uploads came.
    """
    board = Board()
    once = {scan.nonce: scan for scan in scans}
    for scan in sorted(once.values(), key=lambda each: (each.at, each.nonce)):
        if not scan.ticket:
            board.unknown.append(scan)
        elif scan.ticket in board.entries:
            board.again.setdefault(scan.ticket, []).append(scan)
        else:
            board.entries[scan.ticket] = scan
    return board
