"""Which documents of a batch are looked at one by one: a rule anybody can follow again.

The documents are put in the order of the SHA-256 of `seed:document`, and the first are taken. It
is fixed by what is published beside the sample, so that nobody chooses what is looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable


def sample_size(population: int, *, least: int, percent: int) -> int:
    """So many in a hundred, rounded up, no fewer than `least`, and never more than there are."""
    share = -(-population * percent // 100)
    return min(population, max(least, share))


def seed_of(*, batch: int, action: str, number: int, at: dt.datetime) -> str:
    """What the order of one sample is drawn from. The moment of the draw is known to nobody who
    puts a batch together.
    """
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return f"{batch}:{action}:{number}:{moment}"


def drawn(documents: Iterable[int], *, size: int, seed: str) -> list[int]:
    """The documents of a sample, in the order of the draw."""
    return sorted(documents, key=lambda each: _place(seed, each))[:size]


def _place(seed: str, document: int) -> str:
    return hashlib.sha256(f"{seed}:{document}".encode()).hexdigest()
