"""Reading a cleaned copy: by everything that can read it, one reader after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.files.exposure import Passage, Unread, exposed

# Changes with every rule of reading or finding: what was read by other rules is read again.
RULES = "2026-11-29.1"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text a reader does not see: ``box`` in points from the upper left corner of its page.

    ``page`` is 0 where a file has no pages; ``lawful`` marks what is meant to be invisible, the
    text layer of a scan.
    """

    page: int
    box: tuple[float, float, float, float]
    label: str
    hidden: str
    lawful: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of a cleaned copy; every part of it can be written as JSON."""

    passages: tuple[Passage, ...] = ()
    unread: tuple[Unread, ...] = ()
    covers: tuple[Hidden, ...] = ()


# Takes the copy, its kind and name, and what the readers before it found; gives that and more.
Reader = Callable[[bytes, str, str, Reading], Reading]


def _exposure(data: bytes, kind: str, name: str, before: Reading) -> Reading:
    read = exposed(data, kind=kind, name=name)
    return replace(
        before,
        passages=(*before.passages, *read.passages),
        unread=(*before.unread, *read.unread),
    )


READERS: tuple[Reader, ...] = (_exposure,)


def read_copy(data: bytes, *, kind: str, name: str) -> Reading:
    """What every reader finds in a cleaned copy. Never raises for what is in it."""
    reading = Reading()
    for read in READERS:
        reading = read(data, kind, name, reading)
    return reading
