"""接力排名: how the relays of a year stand to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What a relay did in a year: its tasks, those received and reported by their day, and the
    people it says it reached.
    """

    relay: int
    name: str
    kind: str
    organ: str
    tasks: int
    received_in_time: int
    reported_in_time: int
    people: int

    @property
    def received_percent(self) -> int:
        """Rounded down: nothing is made up to a whole."""
        return _percent(self.received_in_time, self.tasks)

    @property
    def reported_percent(self) -> int:
        """The same of what was reported."""
        return _percent(self.reported_in_time, self.tasks)


def ranked(rows: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """The best first: reported in time, received in time, people reached. Equals share a place."""
    ordered = sorted(rows, key=lambda row: (*_merit(row), row.name))
    places: list[tuple[int, Standing]] = []
    for number, row in enumerate(ordered, start=1):
        same = places and _merit(places[-1][1]) == _merit(row)
        places.append((places[-1][0] if same else number, row))
    return places


def _merit(row: Standing) -> tuple[int, int, int]:
    return (-row.reported_percent, -row.received_percent, -row.people)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
