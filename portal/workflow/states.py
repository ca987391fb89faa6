"""States as whole rows: code, label, colour, whose turn it is, whether the case is still open."""

from __future__ import annotations

from enum import EnumType, StrEnum
from typing import Any


class StatesType(EnumType):
    """What a column of the database and a form ask of the states of a case."""

    @property
    def values(cls) -> list[str]:
        """Every code, in the table's order."""
        return [member.value for member in cls]  # type: ignore[var-annotated]

    @property
    def choices(cls) -> list[tuple[str, str]]:
        """Code and label of each, as `choices=` of a field takes them."""
        return [(member.value, member.label) for member in cls]  # type: ignore[var-annotated]

    @property
    def open(cls) -> tuple[Any, ...]:
        """The states in which the case is still somebody's concern."""
        return tuple(member for member in cls if member.is_open)  # type: ignore[var-annotated]


class State(StrEnum, metaclass=StatesType):
    """Where a case of one kind can stand; a kind subclasses this and lists its rows.

    A row is code, label, then by name: `colour` of the label in the back office (info, warning,
    success, danger), `waits_for` the role whose turn it is ("" when nobody's), and `is_open`.
    A member is its code, so that it compares and is stored as plain text.
    """

    label: str
    colour: str
    waits_for: str
    is_open: bool

    def __new__(
        cls,
        code: str,
        label: str = "",
        colour: str = "info",
        waits_for: str = "",
        is_open: bool = False,
    ) -> State:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.colour = colour
        member.waits_for = waits_for
        member.is_open = is_open
        return member
