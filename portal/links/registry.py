"""Which addresses the pages of each app name, registered in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Lost:
    """What a page offers of our own and cannot give: a path, an attachment, and why not."""

    kind: str
    target: str
    problem: str


@dataclass(frozen=True)
class Place:
    """A page that names addresses outside: whose it is, what it is called, where it is mended, and
    what it offers of our own that is lost.
    """

    organ_id: int
    title: str
    mend: str
    urls: tuple[str, ...]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class Source:
    """A kind of page. `addresses` gives every address outside that is named by what is public, or
    on its way there; `places` the pages of some organs that name any or have lost something. Where
    it is told which addresses matter it may leave out pages that name none of them.
    """

    code: str
    label: str
    addresses: Callable[[], Iterable[str]]
    places: Callable[[Collection[int], Collection[str] | None], Iterable[Place]]


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Have the pages of a kind looked after; a second of the same code replaces the first."""
    _SOURCES[source.code] = source


def sources() -> list[Source]:
    """All that are registered, by their code."""
    return [_SOURCES[code] for code in sorted(_SOURCES)]
