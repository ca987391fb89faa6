"""Tickets: whose text and code come from the vault's keys, and which open nothing once revoked."""

from __future__ import annotations

import pytest

from decisions.events.models import SignUp, Ticket
from decisions.events.services import issued_tickets, signups
from decisions.events.tickets import read, revocation
from tests.builders import City
from tests.decisions.events.cases import AT, DAY, again, published, signed_up

pytestmark = pytest.mark.django_db


def whole(row: SignUp) -> SignUp:
    found: SignUp = SignUp.objects.select_related("session", "ticket").get(pk=row.pk)
    return found


def test_a_ticket_reads_back_and_says_the_times_of_its_session(city: City) -> None:
    row = whole(signed_up(published(city), companions=2))
    text = issued_tickets.text_of(row.ticket, row, row.session)
    said = read(text, issued_tickets.public_key())
    assert said is not None
    assert (said.session, said.serial, said.persons) == (row.session.pk, row.ticket.serial, 3)
    assert said.valid_from < row.session.starts_at < said.valid_until
    moved = row.session
    moved.starts_at, moved.ends_at = moved.starts_at + DAY, moved.ends_at + DAY
    assert issued_tickets.text_of(row.ticket, row, moved) != text


def test_codes_are_found_by_their_hash_and_stand_nowhere(city: City) -> None:
    row = whole(signed_up(published(city)))
    code = issued_tickets.code_for(row.ticket)
    assert Ticket.objects.get(code_index=issued_tickets.index_of(code.lower())) == row.ticket
    kept = Ticket.objects.values_list().get()
    assert code not in map(str, kept)
    assert code.replace("-", "") not in map(str, kept)


def test_what_is_revoked_stands_on_the_list_once(city: City) -> None:
    session = published(city, places=2)
    stays, leaves = signed_up(session), whole(signed_up(session))
    signups.withdraw(signup=leaves, at=AT)
    said = issued_tickets.said_by(leaves.ticket, leaves, leaves.session)
    assert issued_tickets.revoked_names(session) == [revocation(said)]
    assert again(stays).ticket.revoked_at is None
    issued_tickets.revoke(leaves, at=AT + DAY)
    assert again(leaves).ticket.revoked_at == AT


def test_the_key_is_the_same_each_time_and_is_not_the_master_key() -> None:
    assert issued_tickets.public_bytes() == issued_tickets.public_bytes()
    assert len(issued_tickets.public_bytes()) == 32
