"""A ticket is checked with a public key alone: one bit, another session or day, all refused."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from decisions.events.tickets import (
    CODE_LENGTH,
    LENGTH,
    LETTERS,
    Judgement,
    code_of,
    judged,
    plain_code,
    read,
    revocation,
    ticket_for,
    written,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STARTS = dt.datetime(2026, 8, 15, 1, 0, tzinfo=dt.UTC)
ENDS = STARTS + dt.timedelta(hours=2)
TICKET = ticket_for(session=7, serial=2**60 + 5, persons=3, starts_at=STARTS, ends_at=ENDS)
TEXT = written(TICKET, KEY)


def found(text: str, *, session: int = 7, at: dt.datetime = STARTS, **more: object) -> Judgement:
    return judged(text, KEY.public_key(), session=session, at=at, **more)  # type: ignore[arg-type]


def test_a_ticket_says_what_was_written_and_nothing_of_whose_it_is() -> None:
    assert read(TEXT, KEY.public_key()) == TICKET
    assert (len(TEXT), TEXT.upper(), TEXT.isascii()) == (LENGTH, TEXT, True)
    assert found(TEXT) is Judgement.GOOD


def test_it_may_be_read_with_blanks_and_in_small_letters() -> None:
    assert read(f" {TEXT[:20].lower()} {TEXT[20:]}\n", KEY.public_key()) == TICKET


def test_every_bit_counts() -> None:
    data = bytearray(base64.b32decode(TEXT + "=" * (-len(TEXT) % 8)))
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        text = base64.b32encode(bytes(changed)).decode().rstrip("=")
        assert found(text) is Judgement.FORGED, place


def test_the_spare_bits_at_the_end_are_no_other_ticket() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    twins = {TEXT[:-1] + letter for letter in alphabet} - {TEXT}
    assert {found(text) for text in twins} == {Judgement.FORGED}


@pytest.mark.parametrize(
    "text", ["", "A", TEXT[:-1], TEXT + "A", "0" * LENGTH, "票" * LENGTH, TEXT[:-1] + "=",
             written(TICKET, OTHER)]
)  # fmt: skip
def test_what_is_no_ticket_of_ours(text: str) -> None:
    assert found(text) is Judgement.FORGED


def test_another_session_another_day_and_what_was_revoked() -> None:
    assert found(TEXT, session=8) is Judgement.ELSEWHERE
    day = dt.timedelta(days=1)
    assert found(TEXT, at=STARTS - day) is Judgement.GOOD
    assert found(TEXT, at=STARTS - day - dt.timedelta(minutes=1)) is Judgement.EXPIRED
    assert found(TEXT, at=ENDS + day) is Judgement.EXPIRED
    assert found(TEXT, revoked={revocation(TICKET)}) is Judgement.REVOKED


def test_the_list_of_what_was_revoked_names_no_serial() -> None:
    name = revocation(TICKET)
    assert len(name) == 32
    assert f"{TICKET.serial:x}" not in name
    # However often its times are changed, a revoked ticket stays revoked.
    moved = ticket_for(session=7, serial=TICKET.serial, persons=1, starts_at=ENDS, ends_at=ENDS)
    assert revocation(moved) == name


def test_the_code_of_a_ticket_is_read_however_it_is_typed() -> None:
    code = code_of("ab" * 32)
    assert (len(plain_code(code)), code.count("-")) == (CODE_LENGTH, 2)
    assert set(plain_code(code)) <= set(LETTERS)
    assert plain_code(f" {code.lower().replace('-', ' ')} ") == plain_code(code)
    assert code_of("ac" * 32) != code


def test_the_text_fits_a_small_qr_code() -> None:
    drawn = segno.make(TEXT, error="m")
    assert drawn.mode == "alphanumeric"
    assert int(drawn.version) <= 8
