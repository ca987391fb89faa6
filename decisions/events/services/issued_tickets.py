"""Tickets: given with a place, revoked with it; their texts, codes and the key that signs them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from decisions.events.checkin import by_code, packed, unpacked
from decisions.events.models import EventSession, SignUp, Ticket, TicketEntry
from decisions.events.tickets import Ticket as Said
from decisions.events.tickets import code_of, plain_code, revocation, ticket_for, written
from portal.vault.keys import blind_index, current_ring

_KEY_BYTES: Final = 32
_SERIAL_BITS: Final = 62
# Purposes are part of what is stored: another word finds no ticket any more.
_CODE: Final = "event ticket code"
_SOURCE: Final = "event ticket code source"


def signing_key() -> Ed25519PrivateKey:
    """The key that signs tickets, from the one master key that is never replaced: a ticket that
    was printed stays good over a rotation.
    """
    material = current_ring().index.derive("events/tickets", size=_KEY_BYTES)
    return Ed25519PrivateKey.from_private_bytes(material)


def public_key() -> Ed25519PublicKey:
    """What devices check tickets with."""
    return signing_key().public_key()


def public_bytes() -> bytes:
    """The same as a device takes it along."""
    return public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def issue(signup: SignUp, *, at: dt.datetime) -> Ticket:
    """A ticket for a place, within the act that gives it."""
    serial = secrets.randbits(_SERIAL_BITS) + 1
    code = _code(serial)
    made = Ticket.objects.create(
        signup=signup, serial=serial, code_index=index_of(code), issued_at=at
    )
    entry = by_code(code, salt_of(signup.session_id))
    TicketEntry.objects.create(ticket=made, drawn=packed(entry))
    return made


def revoke(signup: SignUp, *, at: dt.datetime) -> None:
    """The place is given up: its ticket opens nothing any more, online at once."""
    Ticket.objects.filter(signup=signup, revoked_at=None).update(revoked_at=at)


def text_of(ticket: Ticket, signup: SignUp, session: EventSession) -> str:
    """What stands in the QR code."""
    return written(said_by(ticket, signup, session), signing_key())


def said_by(ticket: Ticket, signup: SignUp, session: EventSession) -> Said:
    """What a ticket says now, with the times of its session."""
    return ticket_for(
        session=session.pk,
        serial=ticket.serial,
        persons=signup.persons,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


def code_for(ticket: Ticket) -> str:
    """The code to be typed where no QR code is read; it follows from the serial."""
    return _code(ticket.serial)


def entry_of(ticket: Ticket, session: EventSession) -> tuple[str, bytes]:
    """The entry by its code on the list of devices, as it was drawn when the ticket was given."""
    kept = getattr(ticket, "entry", None)
    if kept is not None:
        return unpacked(kept.drawn)
    return by_code(code_for(ticket), salt_of(session.pk))


def salt_of(session: int) -> str:
    """What codes are drawn with: always the same, so that scans by an old list are understood."""
    return f"event session {session}"


def index_of(code: str) -> str:
    """The keyed hash of a code however it was typed."""
    return blind_index(plain_code(code), purpose=_CODE)


def revoked_names(session: EventSession) -> list[str]:
    """The list of what was revoked at a session, as devices take it along."""
    rows = Ticket.objects.filter(signup__session=session, revoked_at__isnull=False)
    return sorted(
        revocation(said_by(row, row.signup, session)) for row in rows.select_related("signup")
    )


def _code(serial: int) -> str:
    return code_of(blind_index(str(serial), purpose=_SOURCE))
