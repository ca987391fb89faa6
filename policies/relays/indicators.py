"""接力排名: how the relays of a year stand to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What a relay did in a year: its tasks; of those that were received or should have been, the
    ones in time; the same of those that were reported; and the people it says it reached.
    """

    relay: int
    name: str
    kind: str
    organ: str
    tasks: int
    receipts: int
    received_in_time: int
    reports: int
    reported_in_time: int
    people: int

    @property
    def received_percent(self) -> int | None:
        """Rounded down: nothing is made up to a whole. None where none was due."""
        return _percent(self.received_in_time, self.receipts)

    @property
    def reported_percent(self) -> int | None:
        """The same of what was reported."""
        return _percent(self.reported_in_time, self.reports)


def ranked(rows: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """The best first: reported in time, received in time, people reached. Equals share a place,
    and those of whom nothing is known yet come last.
    """
    ordered = sorted(rows, key=lambda row: (*_merit(row), row.name))
    places: list[tuple[int, Standing]] = []
    for number, row in enumerate(ordered, start=1):
        same = places and _merit(places[-1][1]) == _merit(row)
        places.append((places[-1][0] if same else number, row))
    return places


def _merit(row: Standing) -> tuple[int, int, int]:
    known = [-1 if each is None else each for each in (row.reported_percent, row.received_percent)]
    return (-known[0], -known[1], -row.people)


def _percent(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole else None
