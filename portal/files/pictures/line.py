"""One line of text in a picture, with the place of each character."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

PixelBox = tuple[int, int, int, int]
_MARGIN = 0.2  # of the height of a line: what a place may be off sidewards


@dataclass(frozen=True, slots=True)
class Line:
    """``box`` and ``places`` (one for each character of ``text``) are left, top, right, bottom in
    pixels of the upright picture; ``confidence`` is 0 to 1, ``weakest`` that of its least certain
    character, ``tilt`` degrees from level or upright.
    """

    text: str
    box: PixelBox
    confidence: float
    tilt: float = 0.0
    places: tuple[PixelBox, ...] = ()
    weakest: float = 1.0

    def around(self, start: int, end: int) -> PixelBox:
        """What to cover so that the characters ``start`` up to ``end`` cannot be read."""
        chosen = self.places[start:end]
        left, top, right, bottom = self.box
        if not chosen or len(self.places) != len(self.text):
            return self.box
        margin = round(_MARGIN * min(right - left, bottom - top))
        if bottom - top > right - left:  # the line runs up or down
            return (
                left,
                max(top, min(place[1] for place in chosen) - margin),
                right,
                min(bottom, max(place[3] for place in chosen) + margin),
            )
        return (
            max(left, min(place[0] for place in chosen) - margin),
            top,
            min(right, max(place[2] for place in chosen) + margin),
            bottom,
        )

    def moved(self, across: int, down: int) -> Line:
        """The same line in a picture of which this one was a part."""
        return replace(
            self,
            box=_moved(self.box, across, down),
            places=tuple(_moved(place, across, down) for place in self.places),
        )

    def turned_over(self, width: int, height: int) -> Line:
        """The same line when the picture was read upside down."""
        return replace(
            self,
            box=turned_over(self.box, width, height),
            places=tuple(turned_over(place, width, height) for place in self.places),
        )

    def as_plain(self) -> list[Any]:
        return [self.text, self.box, self.confidence, self.tilt, self.places, self.weakest]

    @classmethod
    def from_plain(cls, plain: list[Any]) -> Line:
        """The line of ``as_plain``. Raises ValueError or TypeError for anything else."""
        text, box, confidence, tilt, places, weakest = plain
        return cls(
            str(text),
            box_of(box),
            float(confidence),
            float(tilt),
            tuple(box_of(place) for place in places),
            float(weakest),
        )


def _moved(box: PixelBox, across: int, down: int) -> PixelBox:
    return box[0] + across, box[1] + down, box[2] + across, box[3] + down


def turned_over(box: PixelBox, width: int, height: int) -> PixelBox:
    """The same box in a picture of this size turned upside down."""
    return width - box[2], height - box[3], width - box[0], height - box[1]


def box_of(plain: Any) -> PixelBox:
    """A box of JSON. Raises ValueError or TypeError for anything else."""
    left, top, right, bottom = (int(side) for side in plain)
    return left, top, right, bottom
