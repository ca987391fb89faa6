"""Marks in pixels."""

import math

from portal.files.formats.pdfium import Box, Pixels

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


def holds(outer: Box, box: Box) -> bool:
    """Whether the middle of a box lies in another."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def touches(box: Box, mark: Box) -> bool:
    """Whether a mark covers any part of a box that matters."""
    across = min(box[2], mark[2]) - max(box[0], mark[0])
    down = min(box[3], mark[3]) - max(box[1], mark[1])
    size = max((box[2] - box[0]) * (box[3] - box[1]), 1e-6)
    return across > 0 and down > 0 and across * down > _TOUCH * size
