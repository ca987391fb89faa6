"""What other rooms know of a decision: registered in `AppConfig.ready()`, since this room knows
none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.dossiers.facts import TakingPart

if TYPE_CHECKING:
    from decisions.dossiers.models import Decision


@dataclass(frozen=True)
class Told:
    """A line on the page of a decision: under which step, its day, what it says, where it leads."""

    step: str
    on: dt.date
    title: str
    url: str = ""
    words: str = ""
    ends_on: dt.date | None = None


def _nobody(_decisions: Collection[int]) -> Collection[int]:
    return ()


@dataclass(frozen=True)
class Source:
    """A room that knows of occasions on which people took part: what the rules read of them, and
    what everybody reads. `part` says in which of many decisions, by their keys, people are or were
    publicly asked, in one query.
    """

    code: str
    facts: Callable[[Decision], Sequence[TakingPart]]
    told: Callable[[Decision], Sequence[Told]]
    part: Callable[[Collection[int]], Collection[int]] = _nobody


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """A second of the same code takes the place of the first."""
    _SOURCES[source.code] = source


def facts_from_elsewhere(decision: Decision) -> list[TakingPart]:
    """Every occasion that other rooms know of."""
    return [one for source in _SOURCES.values() for one in source.facts(decision)]


def told_elsewhere(decision: Decision) -> list[Told]:
    """Every line that other rooms have for its page, by day."""
    lines = [line for source in _SOURCES.values() for line in source.told(decision)]
    return sorted(lines, key=lambda line: line.on)


def asked_elsewhere(decisions: Collection[int]) -> set[int]:
    """In which of these decisions other rooms asked people."""
    return {key for source in _SOURCES.values() for key in source.part(decisions)}
