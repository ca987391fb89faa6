"""Marks in pixels."""

import math

from portal.files.boxes import Box, area, shared
from portal.files.formats.pdfium import Pixels

_TOUCH = 0.1  # the part of a character under a mark that is enough to take it out


def burnt(pixels: Pixels, boxes: list[Box], scale: float) -> Pixels:
    """A copy with the boxes black, each widened to whole pixels."""
    copy = pixels.copy()
    for box in boxes:
        left, top, right, bottom = window(box, scale, copy.shape)
        copy[top:bottom, left:right] = 0
    return copy


def window(box: Box, scale: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """A box as whole pixels within a picture of ``shape`` (height, width, …)."""
    left, top, right, bottom = (side * scale for side in box)
    return (
        min(max(math.floor(left), 0), shape[1]),
        min(max(math.floor(top), 0), shape[0]),
        min(max(math.ceil(right), 0), shape[1]),
        min(max(math.ceil(bottom), 0), shape[0]),
    )


def touches(box: Box, mark: Box) -> bool:
    """Whether a mark covers any part of a box that matters."""
    return shared(box, mark) > _TOUCH * max(area(box), 1e-6)
