"""A scanned page as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from portal.files.pictures.line import Line, PixelBox, box_of


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """``number`` from 1; lines and rules in pixels of the page made level, which is as large as
    the picture; ``tilt`` in degrees as the page lay, counted as the clock goes.
    """

    number: int
    width: int
    height: int
    tilt: float = 0.0
    lines: tuple[Line, ...] = ()
    across: tuple[PixelBox, ...] = ()
    down: tuple[PixelBox, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        return {
            "size": [self.width, self.height],
            "tilt": self.tilt,
            "lines": [line.as_plain() for line in self.lines],
            "across": self.across,
            "down": self.down,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any], number: int) -> Self:
        """The page of ``as_plain``. Raises ValueError, TypeError or KeyError for anything else."""
        width, height = (int(side) for side in plain["size"])
        return cls(
            number,
            width,
            height,
            float(plain["tilt"]),
            tuple(Line.from_plain(row) for row in plain["lines"]),
            tuple(box_of(row) for row in plain["across"]),
            tuple(box_of(row) for row in plain["down"]),
        )
