"""The door: what devices take along, what they send back, and what is never lost."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import InternalError, transaction

from decisions.events.checkin import by_code, by_text, opened
from decisions.events.models import EventSession, Scan, SignUp
from decisions.events.selectors import board_of
from decisions.events.services import attendance, issued_tickets, signups
from decisions.events.services.attendance import Seen
from decisions.events.tickets import Judgement, judged
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.events.cases import AT, HOUR, again, published, signed_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(city: City) -> EventSession:
    return published(city, places=40)


def door(city: City) -> Any:
    return city.people[Role.PARTICIPATION]


def text_of(row: SignUp) -> str:
    row = SignUp.objects.select_related("session", "ticket").get(pk=row.pk)
    return issued_tickets.text_of(row.ticket, row, row.session)


def taken(city: City, session: EventSession) -> dict[str, Any]:
    """The list as it arrives at a device."""
    made = attendance.list_for_device(session=session, by=door(city), at=AT)
    return dict(json.loads(json.dumps(made)))


def scan(session: EventSession, row: SignUp, minute: int, device: str = "A") -> Seen:
    at = session.starts_at + minute * dt.timedelta(minutes=1)
    return Seen(uuid.uuid4(), by_text(text_of(row))[0], at, device, "qr")


def test_two_devices_offline_and_uploads_sent_twice(city: City, session: EventSession) -> None:
    rows = [signed_up(session, f"第{number}位") for number in range(31)]
    one = [scan(session, rows[0], 1)] + [scan(session, row, 5) for row in rows[1:]]
    two = [scan(session, rows[0], 3, "B")]
    for scans in (one, two, one, two):
        kept = attendance.upload(session=session, scans=scans, by=door(city), at=AT)
        assert set(kept) == {each.nonce for each in scans}
    board = board_of(session)
    assert (len(board.entries), len(board.conflicts), board.unknown) == (31, 1, [])
    (times,) = ([each.at for each in scans] for scans in board.conflicts.values())
    assert times == [one[0].at, two[0].at]
    assert Scan.objects.count() == 32


def test_a_ticket_cancelled_after_the_list_was_taken_is_kept_and_marked(
    city: City, session: EventSession
) -> None:
    row = signed_up(session)
    seen = scan(session, row, 1)
    SignUp.objects.filter(pk=row.pk)
    signups.withdraw(signup=row, at=session.starts_at - dt.timedelta(minutes=1))
    assert attendance.upload(session=session, scans=[seen], by=door(city), at=AT) == [seen.nonce]
    board = board_of(session)
    assert (len(board.entries), len(board.revoked)) == (1, 1)


def test_scanned_before_it_was_cancelled_it_is_not_marked(
    city: City, session: EventSession
) -> None:
    row = signed_up(session)
    seen = scan(session, row, -10)
    signups.withdraw(signup=row, at=session.starts_at - dt.timedelta(minutes=1))
    attendance.upload(session=session, scans=[seen], by=door(city), at=AT)
    assert not board_of(session).revoked


def test_what_is_no_ticket_of_this_session_is_kept_as_that(
    city: City, session: EventSession
) -> None:
    elsewhere = signed_up(published(city, place="南门"))
    scans = [scan(session, elsewhere, 1), Seen(uuid.uuid4(), "0" * 64, AT, "A", "code")]
    assert len(attendance.upload(session=session, scans=scans, by=door(city), at=AT)) == 2
    board = board_of(session)
    assert (len(board.entries), len(board.unknown)) == (0, 2)


def test_the_list_opens_with_a_ticket_or_its_code_and_tells_a_thief_nothing(
    city: City, session: EventSession
) -> None:
    row = signed_up(session, "欧阳修远", phone="13800138000", companions=2)
    row = SignUp.objects.select_related("ticket").get(pk=row.pk)
    made = taken(city, session)
    code = issued_tickets.code_for(row.ticket)
    for name, key in (by_text(text_of(row)), by_code(code, made["salt"])):
        found = opened(made["entries"], name, key)
        assert found is not None
        assert (found["persons"], found["ticket"]) == (3, row.ticket.pk)
        assert "修远" not in found["name"]
    kept = json.dumps(made, ensure_ascii=False)
    for word in ("欧阳", "1380", text_of(row), code, str(row.ticket.serial), row.number):
        assert word not in kept


def test_a_device_checks_by_the_key_alone_what_is_not_on_its_list(
    city: City, session: EventSession
) -> None:
    leaves = signed_up(session)
    left = text_of(leaves)
    signups.withdraw(signup=leaves, at=AT)
    made = taken(city, session)
    late, other = text_of(signed_up(session)), text_of(signed_up(published(city, place="南门")))
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(made["key"]))

    def found(text: str, at: dt.datetime = session.starts_at) -> Judgement:
        return judged(text, key, session=made["session"], at=at, revoked=made["revoked"])

    assert by_text(late)[0] not in made["entries"]
    assert found(late) is Judgement.GOOD
    assert found(left) is Judgement.REVOKED
    assert found(other) is Judgement.ELSEWHERE
    assert found(late, session.ends_at + 13 * HOUR) is Judgement.EXPIRED
    assert found(late[:-2] + ("AA" if late[-2:] != "AA" else "BA")) is Judgement.FORGED


def test_typed_at_the_door_a_ticket_lets_in_once(city: City, session: EventSession) -> None:
    row = SignUp.objects.select_related("ticket").get(pk=signed_up(session).pk)
    code = issued_tickets.code_for(row.ticket)
    given = {"session": session, "by": door(city), "at": session.starts_at}
    found = attendance.check_in(**given, typed=f" {code.lower()} ")
    assert found.pk == row.pk
    for typed in (code, text_of(row)):
        with pytest.raises(ActRefused, match="已经签到"):
            attendance.check_in(**given, typed=typed)
    other = signed_up(session)
    assert attendance.check_in(**given, typed=text_of(other)).pk == other.pk
    assert len(board_of(session).entries) == 2


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA", "A" * 138, "票" * 400])
def test_what_is_no_ticket_is_said_to_be_none(
    city: City, session: EventSession, typed: str
) -> None:
    with pytest.raises(ActRefused, match="没有这张票"):
        attendance.check_in(session=session, typed=typed, by=door(city), at=AT)


def test_a_cancelled_ticket_does_not_let_in_online(city: City, session: EventSession) -> None:
    row = signed_up(session)
    text = text_of(row)
    signups.withdraw(signup=row, at=AT)
    with pytest.raises(ActRefused, match="已经取消，不能入场"):
        attendance.check_in(session=session, typed=text, by=door(city), at=session.starts_at)


def test_only_those_who_hold_the_event_stand_at_its_door(city: City, session: EventSession) -> None:
    for other in (city.people[Role.DECISION_REVIEWER], city.outsider):
        with pytest.raises(NotPermitted):
            attendance.list_for_device(session=session, by=other, at=AT)
        with pytest.raises(NotPermitted):
            attendance.upload(session=session, scans=[], by=other, at=AT)
        with pytest.raises(NotPermitted):
            attendance.check_in(session=session, typed="x", by=other, at=AT)


def test_a_scan_is_never_changed_and_never_deleted(city: City, session: EventSession) -> None:
    seen = scan(session, signed_up(session), 1)
    attendance.upload(session=session, scans=[seen], by=door(city), at=AT)
    for act in (lambda: Scan.objects.update(device="B"), lambda: Scan.objects.all().delete()):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            act()


def test_more_than_is_sent_at_once_is_sent_in_parts(city: City, session: EventSession) -> None:
    scans = [Seen(uuid.uuid4(), "0" * 64, AT, "A", "qr")] * (attendance.MOST_SCANS + 1)
    with pytest.raises(ActRefused, match="请分次上传"):
        attendance.upload(session=session, scans=scans, by=door(city), at=AT)


GOOD = {
    "nonce": str(uuid.uuid4()), "entry": "a" * 64, "at": "2026-08-15T01:00:00.000Z",
    "device": "d1", "how": "qr",
}  # fmt: skip


def test_a_scan_is_read_as_a_device_sends_it() -> None:
    seen = attendance.seen_of(GOOD)
    assert seen is not None
    assert (seen.at, seen.device) == (dt.datetime(2026, 8, 15, 1, tzinfo=dt.UTC), "d1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "x"}, {"nonce": None}, {"entry": "a"}, {"entry": 5}, {"entry": "é" * 64},
        {"at": "yesterday"}, {"at": "2026-08-15T01:00:00"}, {"device": None},
        {"device": "\x00"}, {"device": "\ud800"}, {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-12:00"}, {"how": "smell"}, {"how": ["qr"]},
    ],
)  # fmt: skip
def test_what_is_no_scan_is_not_taken_for_one(wrong: dict[str, Any]) -> None:
    assert attendance.seen_of({**GOOD, **wrong}) is None
    assert attendance.seen_of({}) is None


def test_the_trail_says_who_took_a_list_and_names_nobody(city: City, session: EventSession) -> None:
    signed_up(session, "欧阳修远")
    taken(city, session)
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.action, entry.details["tickets"]) == ("events.take_list", 1)
    assert "欧阳" not in entry.summary
    assert again(session).lines == 1


def test_taking_a_list_draws_no_code_again(
    city: City, session: EventSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = signed_up(session)
    code = issued_tickets.code_for(SignUp.objects.select_related("ticket").get(pk=row.pk).ticket)

    def slow(*_args: object, **_more: object) -> bytes:
        raise AssertionError("drawn once, when the ticket was given")

    monkeypatch.setattr("hashlib.pbkdf2_hmac", slow)
    made = taken(city, session)
    attendance.check_in(session=session, typed=code, by=door(city), at=AT)
    monkeypatch.undo()
    assert opened(made["entries"], *by_code(code, made["salt"]))
