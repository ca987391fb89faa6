"""The door: the list a device takes along, and what its scans come to; no upload is refused."""

from __future__ import annotations

import base64
import datetime as dt
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.events.checkin import Expected, by_text, sealed_list
from decisions.events.choices import How
from decisions.events.models import EventSession, Scan, SignUp, Ticket
from decisions.events.permissions import may_check_in
from decisions.events.services import issued_tickets
from decisions.events.tickets import LENGTH, read
from decisions.events.workflow import PLACES
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width
from portal.personal.masks import hidden_name

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_SCANS: Final = 2_000
_LONGEST_DEVICE: Final = 40
_HEX: Final = 64
# A clock that lost its battery says 1970; beyond these years an instant may not come back from the
# database, and a scan that is kept is kept for good.
_YEARS: Final = range(1970, 2200)
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Seen:
    """A scan as a device sends it: `entry` is the name of what was read on the sealed list, never
    the ticket itself.
    """

    nonce: uuid.UUID
    entry: str
    at: dt.datetime
    device: str
    how: str


@transaction.atomic
def list_for_device(*, session: EventSession, by: User, at: dt.datetime) -> dict[str, Any]:
    """What a device needs to work without network: the key, what was revoked, and the sealed list.
    Raises NotPermitted for whoever does not stand at the door.
    """
    _permitted(session, by)
    entries = sealed_list(
        (
            Expected(
                issued_tickets.text_of(row.ticket, row, session),
                issued_tickets.entry_of(row.ticket, session),
                {
                    "name": hidden_name(row.name),
                    "persons": row.persons,
                    "group": row.group.name if row.group else "",
                    "ticket": row.ticket.pk,
                },
            )
            for row in _with_tickets(session)
        ),
        random=secrets.token_bytes,
    )
    _note(
        session, "take_list", "取离线签到名单", by=by, at=at, details={"tickets": len(entries) // 2}
    )
    return {
        "session": session.pk,
        "salt": issued_tickets.salt_of(session.pk),
        "made_at": at.isoformat(),
        "key": base64.b64encode(issued_tickets.public_bytes()).decode(),
        "revoked": issued_tickets.revoked_names(session),
        "entries": entries,
    }


@transaction.atomic
def upload(
    *, session: EventSession, scans: Sequence[Seen], by: User, at: dt.datetime
) -> list[uuid.UUID]:
    """Keep what a device saw, whatever it was, each nonce once; returns the nonces that are kept.
    What is no ticket of this session is kept as that. Raises NotPermitted, and ActRefused for more
    than a device is to send at once: it sends them in parts.
    """
    _permitted(session, by)
    if len(scans) > MOST_SCANS:
        raise ActRefused(f"一次最多上传{MOST_SCANS}条签到记录，请分次上传。")
    tickets = _by_entry(session, codes=any(scan.how == How.CODE for scan in scans))
    Scan.objects.bulk_create(
        [_row(session, scan, tickets.get(scan.entry), by, at) for scan in scans],
        ignore_conflicts=True,
        batch_size=500,
    )
    nonces = [scan.nonce for scan in scans]
    kept = Scan.objects.filter(session=session, nonce__in=nonces)
    found = list(kept.values_list("nonce", flat=True))
    _note(session, "upload_scans", "上传签到记录", by=by, at=at, details={"scans": len(found)})
    return found


@transaction.atomic
def check_in(*, session: EventSession, typed: str, by: User, at: dt.datetime) -> SignUp:
    """Somebody at the door, with network and without a device's script: by the code or the text of
    their ticket. Raises ActRefused saying what is wrong with it; a second time it says when the
    first was.
    """
    _permitted(session, by)
    text = "".join(half_width(typed).split()).upper()
    is_text = len(text) == LENGTH
    ticket = _found(session, text, is_text=is_text)
    if ticket is None:
        raise ActRefused("没有这张票：不是这一场的，或者票码输错了，请核对。")
    if ticket.revoked_at is not None and ticket.revoked_at <= at:
        raise ActRefused("这张票已经取消，不能入场。")
    if (first := ticket.scans.order_by("scanned_at").first()) is not None:
        raise ActRefused(f"这张票在{timezone.localtime(first.scanned_at):%H:%M}已经签到。")
    entry, _ = by_text(text) if is_text else issued_tickets.entry_of(ticket, session)
    seen = Seen(uuid.uuid4(), entry, at, "后台", How.QR if is_text else How.CODE)
    _row(session, seen, ticket, by, at).save()
    _note(session, "check_in", "签到", by=by, at=at, details={"ticket": ticket.pk})
    return ticket.signup


def seen_of(given: Mapping[str, Any]) -> Seen | None:
    """A scan as it came over the wire; None for what is none, which stays on its device."""
    try:
        nonce, at = uuid.UUID(given["nonce"]), dt.datetime.fromisoformat(given["at"])
        entry, device, how = given["entry"], given["device"], given["how"]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    is_name = isinstance(entry, str) and len(entry) == _HEX and entry.isascii()
    is_device = isinstance(device, str) and _UNKEPT.search(device) is None
    if at.tzinfo is None or at.year not in _YEARS:
        return None
    if not (is_name and is_device and entry.isalnum() and how in How.values):
        return None
    return Seen(nonce, entry, at, device[:_LONGEST_DEVICE], how)


def _permitted(session: EventSession, by: User) -> None:
    if not (verdict := may_check_in(by, session.event.organ)):
        raise NotPermitted(verdict.reason)


def _with_tickets(session: EventSession) -> list[SignUp]:
    rows = SignUp.objects.filter(session=session, ticket__revoked_at=None, ticket__isnull=False)
    return list(rows.select_related("ticket__entry", "group").order_by("line"))


def _by_entry(session: EventSession, *, codes: bool) -> dict[str, Ticket]:
    """Every ticket that was ever given for a session, by the names of its entries."""
    found: dict[str, Ticket] = {}
    rows = Ticket.objects.filter(signup__session=session).select_related("signup", "entry")
    for row in rows:
        found[by_text(issued_tickets.text_of(row, row.signup, session))[0]] = row
        if codes:
            found[issued_tickets.entry_of(row, session)[0]] = row
    return found


def _found(session: EventSession, text: str, *, is_text: bool) -> Ticket | None:
    rows = Ticket.objects.filter(signup__session=session).select_related("signup")
    # Two devices with one ticket wait for each other here.
    rows = rows.select_for_update(no_key=True, of=("self",))
    if not is_text:
        return rows.filter(code_index=issued_tickets.index_of(text)).first()
    said = read(text, issued_tickets.public_key())
    row = rows.filter(serial=said.serial).first() if said else None
    return row if row and issued_tickets.text_of(row, row.signup, session) == text else None


def _row(
    session: EventSession, scan: Seen, ticket: Ticket | None, by: User, at: dt.datetime
) -> Scan:
    revoked_at = ticket.revoked_at if ticket else None
    return Scan(
        session=session,
        ticket=ticket,
        nonce=scan.nonce,
        device=scan.device,
        how=scan.how,
        digest=scan.entry,
        scanned_at=scan.at,
        received_at=at,
        was_revoked=revoked_at is not None and revoked_at <= scan.at,
        by=by,
    )


def _note(
    session: EventSession,
    action: str,
    sentence: str,
    *,
    by: User,
    at: dt.datetime,
    details: Mapping[str, Any],
) -> None:
    record(
        action=f"events.{action}",
        summary=f"{sentence}：{session}",
        by=by,
        at=at,
        organ=session.event.organ,
        subject=session,
        basis=PLACES,
        details=dict(details),
    )
