"""What other rooms know of an item: registered in `AppConfig.ready()`, since this room knows none
of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


def _nothing(_items: Collection[int]) -> Mapping[int, Told]:
    return {}


@dataclass(frozen=True)
class Source:
    """A room with something below items. `told` gives the lines of one item, as anybody may read
    them; `brief` of many items at once, by their keys, the one line that the catalogue says of each
    (in as many queries however many they are). Sections stand by `place`.
    """

    code: str
    label: str
    place: int
    told: Callable[[CatalogueItem], Sequence[Told]]
    brief: Callable[[Collection[int]], Mapping[int, Told]] = field(default=_nothing)


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
