"""A candidate before it is judged: where it stands and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.files.personal_data.kinds import Kind

_CONTEXT = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` may be of this kind; ``signs`` are keys of `thresholds.SIGNS`."""

    kind: Kind
    start: int
    end: int
    signs: tuple[str, ...]


def before(text: str, position: int) -> str:
    """The words that stand before a place, as far as they can be a label of it."""
    return text[max(0, position - _CONTEXT) : position]
