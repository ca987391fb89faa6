"""What other rooms know of an item: registered in `AppConfig.ready()`, since this room knows none
of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decisions.catalogues.models import CatalogueItem


@dataclass(frozen=True)
class Told:
    """A line below an item: what it is, where it leads, its day, a word on where it stands."""

    title: str
    url: str = ""
    on: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class Section:
    """What a room shows of an item, under a heading of its own."""

    label: str
    lines: Sequence[Told]


@dataclass(frozen=True)
class Stage:
    """A knot of the row of stages: its name, and whether it is `done`, `now` or `todo`."""

    name: str
    state: str


@dataclass(frozen=True)
class Coming:
    """A day that comes, on which one can still say or do something: of which item, what it is,
    where it leads, what happens then.
    """

    item: int
    on: dt.date
    title: str
    url: str
    why: str


def _nothing(_item: CatalogueItem) -> Sequence[Told]:
    return ()


def _none(_items: Collection[int]) -> Mapping[int, Any]:
    return {}


def _no_days(_items: Collection[int], _at: dt.datetime) -> Sequence[Coming]:
    return ()


@dataclass(frozen=True)
class Source:
    """A room with something below items. `told` gives the lines of one item, as anybody may read
    them; `brief` of many items at once, by their keys, the one line that the catalogue says of each
    (in as many queries however many they are), `stages` where each stands, `days` what comes of
    them after a moment. Sections stand by `place`.
    """

    code: str
    label: str
    place: int
    told: Callable[[CatalogueItem], Sequence[Told]] = field(default=_nothing)
    brief: Callable[[Collection[int]], Mapping[int, Told]] = field(default=_none)
    stages: Callable[[Collection[int]], Mapping[int, Sequence[Stage]]] = field(default=_none)
    days: Callable[[Collection[int], dt.datetime], Sequence[Coming]] = field(default=_no_days)


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """A second of the same code takes the place of the first."""
    _SOURCES[source.code] = source


def _in_order() -> list[Source]:
    return sorted(_SOURCES.values(), key=lambda source: (source.place, source.code))


def sections_of(item: CatalogueItem) -> list[Section]:
    """Everything that other rooms have below an item; what has nothing has no heading."""
    told = ((source.label, list(source.told(item))) for source in _in_order())
    return [Section(label, lines) for label, lines in told if lines]


def briefs_of(items: Collection[int]) -> dict[int, list[Told]]:
    """The lines of a catalogue, by item."""
    found: dict[int, list[Told]] = {}
    for source in _in_order() if items else ():
        for key, line in source.brief(items).items():
            found.setdefault(key, []).append(line)
    return found


def stages_of(items: Collection[int]) -> dict[int, Sequence[Stage]]:
    """Where each item stands, by item; those of which nothing began have no row."""
    found: dict[int, Sequence[Stage]] = {}
    for source in _in_order() if items else ():
        found.update(source.stages(items))
    return found


def days_of(items: Collection[int], at: dt.datetime) -> list[Coming]:
    """What comes of items after a moment, the next first."""
    lines = [line for source in _in_order() for line in source.days(items, at)] if items else []
    return sorted(lines, key=lambda line: (line.on, line.title))
