"""Boxes on a page: left, top, right and bottom, whatever the unit. Pure."""

from __future__ import annotations

from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]


def area(box: Box) -> float:
    """How large it is; nothing where its sides are turned round."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def shared(one: Box, other: Box) -> float:
    """How much of a page both cover."""
    return area(
        (
            max(one[0], other[0]),
            max(one[1], other[1]),
            min(one[2], other[2]),
            min(one[3], other[3]),
        )
    )


def holds_middle(outer: Box, box: Box) -> bool:
    """Whether the middle of a box lies in another."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]
