"""What other rooms lay beside an event, as a questionnaire to those who came: registered in
`AppConfig.ready()`, since this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decisions.events.models import Event


@dataclass(frozen=True)
class Beside:
    """A line on the page of an event: what it is called, where it leads, and how it stands.
    `is_origin` says that the event came of it; else it came of the event.
    """

    title: str
    url: str
    words: str
    is_origin: bool = False


_SOURCES: dict[str, Callable[[Event], Sequence[Beside]]] = {}


def register(code: str, beside: Callable[[Event], Sequence[Beside]]) -> None:
    """A second of the same code takes the place of the first."""
    _SOURCES[code] = beside


def beside(event: Event) -> list[Beside]:
    """Every line that other rooms have for its page."""
    return [line for source in _SOURCES.values() for line in source(event)]
