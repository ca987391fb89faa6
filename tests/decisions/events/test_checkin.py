"""The list a device takes along, and what scans come to, in whatever order they arrive."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random

from decisions.events.checkin import (
    Expected,
    Scanned,
    by_code,
    by_text,
    opened,
    packed,
    sealed_list,
    settled,
    unpacked,
)
from decisions.events.tickets import code_of

NINE = dt.datetime(2026, 8, 15, 1, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
CODES = {number: code_of(f"{number:064x}") for number in range(1_000, 1_030)}
EXPECTED = [
    Expected(
        f"TICKET{number}",
        by_code(CODES[number], "session 7"),
        {"who": f"王{number}某", "persons": 2},
    )
    for number in CODES
]


def bytes_of(length: int, dice: random.Random = random.Random(5)) -> bytes:  # noqa: S311, B008
    return dice.randbytes(length)


SEALED = sealed_list(EXPECTED, random=bytes_of)


def test_an_entry_opens_with_its_ticket_and_with_its_code() -> None:
    each = EXPECTED[3]
    assert opened(SEALED, *by_text(each.text)) == each.shown
    code = CODES[1_003]
    assert opened(SEALED, *by_code(code, "session 7")) == each.shown
    typed = code.lower().replace("-", " ")
    assert opened(SEALED, *by_code(typed, "session 7")) == each.shown


def test_a_lost_device_tells_no_name_and_no_ticket() -> None:
    kept = json.dumps(SEALED, ensure_ascii=False)
    assert len(SEALED) == 2 * len(EXPECTED)
    assert not [code for code in CODES.values() if code in kept]
    for each in EXPECTED:
        assert each.shown["who"] not in kept
        assert each.text not in kept


def test_what_was_drawn_from_a_code_is_kept_as_it_was() -> None:
    entry = by_code(CODES[1_000], "session 7")
    assert unpacked(packed(entry)) == entry


def test_what_is_not_expected_opens_nothing() -> None:
    assert opened(SEALED, *by_text("TICKET999")) is None
    assert opened(SEALED, *by_code(CODES[1_000], "session 8")) is None
    name, _ = by_text(EXPECTED[0].text)
    assert opened(SEALED, name, bytes(32)) is None


def scan(nonce: str, ticket: int, device: str, minute: int, **more: bool) -> Scanned:
    return Scanned(nonce, ticket, device, NINE + minute * MINUTE, **more)


def test_two_devices_offline_one_ticket_in_common() -> None:
    one = [scan("a0", 1, "A", 1)] + [scan(f"a{n}", n, "A", n) for n in range(2, 32)]
    two = [scan("b0", 1, "B", 3)]
    for order in itertools.permutations([one, two, one, two]):
        board = settled(itertools.chain(*order))
        assert len(board.entries) == 31
        assert {
            ticket: [each.at for each in scans] for ticket, scans in board.conflicts.items()
        } == {1: [NINE + MINUTE, NINE + 3 * MINUTE]}
        assert board.entries[1].device == "A"


def test_a_ticket_revoked_before_is_kept_and_marked() -> None:
    board = settled([scan("a", 1, "A", 1, was_revoked=True), scan("b", 2, "A", 2)])
    assert len(board.entries) == 2
    assert [each.ticket for each in board.revoked] == [1]


def test_what_was_no_ticket_is_kept_beside() -> None:
    board = settled([scan("a", 0, "A", 1), scan("b", 0, "B", 2), scan("c", 5, "A", 3)])
    assert (len(board.entries), len(board.unknown), board.conflicts) == (1, 2, {})


def test_the_order_of_arrival_changes_nothing() -> None:
    dice = random.Random(11)  # noqa: S311 - an order, no secret
    scans = [
        scan(f"n{number}", dice.randint(0, 9), dice.choice("AB"), dice.randint(0, 60))
        for number in range(60)
    ]
    first = settled(scans)
    for _ in range(10):
        dice.shuffle(scans)
        again = settled([*scans, *scans[:20]])
        assert (again.entries, again.conflicts) == (first.entries, first.conflicts)
    lost = len(scans) - len(first.entries) - len(first.unknown)
    assert sum(len(rest) for rest in first.again.values()) == lost
