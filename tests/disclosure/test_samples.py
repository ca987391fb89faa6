"""How many documents of a batch are looked at, and which: by a rule anybody can follow again."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from disclosure.samples import drawn, sample_size, seed_of

DRAWN_AT = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5), (50, 5), (51, 6), (60, 6), (61, 7), (1000, 100)],
)
def test_a_tenth_and_no_fewer_than_five(population: int, size: int) -> None:
    assert sample_size(population, least=5, percent=10) == size


def test_the_published_rule_gives_the_same_documents() -> None:
    seed = seed_of(batch=7, action="publish", number=2, at=DRAWN_AT)
    assert seed == "7:publish:2:2026-11-20T04:00:00.000000+00:00"
    order = sorted(range(100), key=lambda n: hashlib.sha256(f"{seed}:{n}".encode()).digest())
    assert drawn(range(100), size=10, seed=seed) == order[:10]
    assert drawn(reversed(range(100)), size=10, seed=seed) == order[:10]


def test_before_the_draw_nobody_knows_what_will_be_drawn() -> None:
    later = seed_of(batch=7, action="publish", number=2, at=DRAWN_AT + dt.timedelta(microseconds=1))
    seed = seed_of(batch=7, action="publish", number=2, at=DRAWN_AT)
    assert drawn(range(100), size=10, seed=seed) != drawn(range(100), size=10, seed=later)
