"""A candidate before it is judged: where it stands and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.files.personal_data.kinds import Kind

_CONTEXT = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` may be of this kind; ``signs`` are keys of `thresholds.SIGNS`.

    ``shown`` is the masked excerpt where a kind has no mask of its own, as for people in a table.
    """

    kind: Kind
    start: int
    end: int
    signs: tuple[str, ...]
    shown: str = ""


def before(text: str, position: int) -> str:
    """The words that stand before a place, as far as they can be a label of it."""
    return text[max(0, position - _CONTEXT) : position]


def line_before(text: str, position: int) -> str:
    """The same, of its own line only."""
    return before(text, position).rpartition("\n")[2]


def around(text: str, start: int, end: int) -> str:
    """The line a stretch stands in, as far as it can speak about it."""
    ahead = text[end : end + _CONTEXT].partition("\n")[0]
    return line_before(text, start) + text[start:end] + ahead


def line_around(text: str, position: int) -> str:
    """The line a heading stands in, as far as it can be part of it."""
    return around(text, position, position)
