"""What others say well of an interpretation, for its page: rooms above register what they know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Honour:
    """A quiet mark, and the page that says why."""

    words: str
    url: str


_known: dict[str, Callable[[int], Sequence[Honour]]] = {}


def register(code: str, read: Callable[[int], Sequence[Honour]]) -> None:
    """Make known who gives marks to a series. Raises ValueError when the code is another's."""
    if _known.setdefault(code, read) != read:
        raise ValueError(f"解读的标记 {code} 已登记为另一含义。")


def honours_of(series: int) -> list[Honour]:
    """All marks of a series."""
    return [honour for read in _known.values() for honour in read(series)]
