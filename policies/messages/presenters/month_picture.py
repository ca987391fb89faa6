"""A month of the organs as a drawing: how many messages came, and how many of them are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policies.messages.indicators import Month
from portal.organs.models import Organ

_ROW: Final = 44
_BAR: Final = 14
_TOP: Final = 34
_LEFT: Final = 170
_LONGEST: Final = 520
_WIDTH: Final = 800
_NAME: Final = 10


@dataclass(frozen=True)
class Bar:
    """An organ: its name as it fits, where its row begins, and the widths of both bars."""

    name: str
    month: Month
    top: int
    received: int
    answered: int


@dataclass(frozen=True)
class MonthDrawing:
    """In units of the drawing, whose left edge of bars is `left`."""

    width: int
    height: int
    left: int
    thickness: int
    bars: Sequence[Bar]


def drawing_of(rows: Sequence[tuple[Organ, Month]]) -> MonthDrawing | None:
    """The organs in the order of their table; None for none."""
    if not rows:
        return None
    most = max(month.received for _, month in rows) or 1
    bars = [
        Bar(
            _fit(organ.short_name),
            month,
            _TOP + number * _ROW,
            month.received * _LONGEST // most,
            month.answered * _LONGEST // most,
        )
        for number, (organ, month) in enumerate(rows)
    ]
    return MonthDrawing(_WIDTH, _TOP + len(rows) * _ROW, _LEFT, _BAR, bars)


def _fit(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
