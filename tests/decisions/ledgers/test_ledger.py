"""The ledger: what was received is what was answered and what is open, line by line."""

from __future__ import annotations

import random

import pytest

from decisions.ledgers.ledger import Line, is_concentrated, ledger_of
from decisions.ledgers.terms import ADOPTED, DECLINED, OUTCOMES, OUTSIDE, PARTLY


def test_it_adds_up() -> None:
    found = ledger_of(
        [
            ("online", 5, ADOPTED, 3), ("online", 5, DECLINED, 2), ("letter", None, PARTLY, 1),
            ("letter", 6, OUTSIDE, 1), ("seminar", 6, "", 4),
        ],
        withdrawn=2,
    )  # fmt: skip
    assert found.total == Line(adopted=3, partly=1, declined=2, outside=1, open=4)
    assert found.total.received == 11
    assert found.withdrawn == 2
    assert not found.is_settled
    assert found.ways["online"].received == 5
    assert found.clauses[6] == Line(outside=1, open=4)
    assert found.total.percent("adopted") == 27


def test_nothing_received_is_settled() -> None:
    found = ledger_of([])
    assert found.is_settled
    assert found.total.received == 0
    assert found.total.percent("adopted") == 0


def test_channels_and_clauses_each_add_up_to_all() -> None:
    draw = random.Random(7)  # noqa: S311
    ways, outcomes = ("online", "letter", "mail", "hearing"), (*OUTCOMES, "")
    for _ in range(200):
        rows = [
            (draw.choice(ways), draw.choice([None, 1, 2, 3]), draw.choice(outcomes),
             draw.randrange(50))
            for _ in range(draw.randrange(40))
        ]  # fmt: skip
        found = ledger_of(rows)
        assert found.total.received == sum(number for *_, number in rows)
        for lines in (found.ways, found.clauses):
            for name in ("adopted", "partly", "declined", "outside", "open"):
                whole = sum(getattr(line, name) for line in lines.values())
                assert whole == getattr(found.total, name)


def test_no_other_outcome() -> None:
    with pytest.raises(ValueError, match="noted"):
        ledger_of([("online", None, "noted", 1)])


def test_concentrated_from_a_number_on() -> None:
    assert is_concentrated(10, least=10)
    assert not is_concentrated(9, least=10)
