"""A ticket as a device without network can check it: signed, short, without a name.

The text of a ticket is upper-case base32, which a QR code holds in its dense alphanumeric mode.
Within: version, session, serial, persons, from and until (minutes since the epoch), an Ed25519
signature of all of it. Pure: the keys come from whoever calls.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import struct
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

VERSION: Final = 1
_LAYOUT: Final = struct.Struct(">BIQBII")
_SIGNATURE: Final = 64
LENGTH: Final = -(-(_LAYOUT.size + _SIGNATURE) * 8 // 5)
# No 0, O, 1, I, L: a typed code is read aloud and copied from paper.
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 12
# People come early, and what is late is still let in.
_EARLY: Final = dt.timedelta(days=1)
_LATE: Final = dt.timedelta(hours=12)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Ticket:
    """What a ticket says. `serial` names it; nothing says whose it is."""

    session: int
    serial: int
    persons: int
    valid_from: dt.datetime
    valid_until: dt.datetime


class Judgement(Enum):
    """What is found of a ticket; the words are for whoever stands at the door."""

    GOOD = "票有效"
    FORGED = "不是有效的票"
    ELSEWHERE = "是另一场的票"
    EXPIRED = "不在票的有效时间内"
    REVOKED = "这张票已经取消"


def ticket_for(
    *, session: int, serial: int, persons: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> Ticket:
    """The ticket of a place at a session."""
    return Ticket(session, serial, persons, starts_at - _EARLY, ends_at + _LATE)


def written(ticket: Ticket, key: Ed25519PrivateKey) -> str:
    """The text of a ticket, signed."""
    body = _LAYOUT.pack(
        VERSION, ticket.session, ticket.serial, ticket.persons,
        _minutes(ticket.valid_from), _minutes(ticket.valid_until),
    )  # fmt: skip
    return base64.b32encode(body + key.sign(body)).decode().rstrip("=")


def read(text: str, key: Ed25519PublicKey) -> Ticket | None:
    """What a text says, if it was signed with the key's other half; None for everything else."""
    text = "".join(text.split()).upper()
    if len(text) != LENGTH:
        return None
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    # Base32 has spare bits at its end: one ticket has one text.
    if base64.b32encode(data).decode().rstrip("=") != text:
        return None
    body, signature = data[: _LAYOUT.size], data[_LAYOUT.size :]
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return None
    version, session, serial, persons, begins, ends = _LAYOUT.unpack(body)
    if version != VERSION:
        return None
    return Ticket(session, serial, persons, _moment(begins), _moment(ends))


def judged(
    text: str,
    key: Ed25519PublicKey,
    *,
    session: int,
    at: dt.datetime,
    revoked: Collection[str] = (),
) -> Judgement:
    """What a device at a session finds of a text, with no more than the key and the list of what
    was revoked.
    """
    ticket = read(text, key)
    if ticket is None:
        return Judgement.FORGED
    if ticket.session != session:
        return Judgement.ELSEWHERE
    if not ticket.valid_from <= at < ticket.valid_until:
        return Judgement.EXPIRED
    return Judgement.REVOKED if revocation(ticket) in revoked else Judgement.GOOD


def revocation(ticket: Ticket) -> str:
    """A ticket's name on the list of what was revoked: no serial stands there to be read."""
    body = _LAYOUT.pack(VERSION, ticket.session, ticket.serial, 0, 0, 0)
    return hashlib.sha256(b"revoked" + body).hexdigest()[:32]


def code_of(digest: str) -> str:
    """The code of a ticket, typed where no QR code is read, from a keyed digest of its serial:
    KX4M-7PQD-22TN.
    """
    number, letters = int(digest, 16), []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    text = "".join(letters)
    return "-".join(text[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain_code(text: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(char for char in text.upper() if char in LETTERS)[:CODE_LENGTH]


def _minutes(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // _MINUTE


def _moment(minutes: int) -> dt.datetime:
    return _EPOCH + minutes * _MINUTE
