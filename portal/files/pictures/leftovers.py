"""Where a picture shows strokes that no line of text was read from.

A detector that sees a nearly empty page, or one small line far from much large print, overlooks
it; the same line is read surely when it is handed over by itself.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from portal.files.pictures.line import PixelBox

Mask = npt.NDArray[np.bool_]

_EDGE: Final = 40  # of 255 between neighbours
_RULE: Final = 41  # pixels in a row: a rule of a table, not a stroke of a letter
_LOW: Final = 7
_HIGH: Final = 120  # pixels: how high a line of text is
_GAP: Final = 5
_ROW: Final = 6  # strokes in a row, at least
_BAND: Final = 100  # and in a band
_MARGIN: Final = 30
_MOST: Final = 8


def inked(grey: npt.NDArray[np.uint8]) -> PixelBox | None:
    """The part of a picture with strokes in it, and a margin; None for an empty one."""
    return _extent(_strokes(grey), (0, 0, grey.shape[1], grey.shape[0]))


def leftovers(grey: npt.NDArray[np.uint8], read: list[PixelBox]) -> Iterator[PixelBox]:
    """Bands as high as a line of text with strokes outside of what was read."""
    mask = _strokes(grey)
    for left, top, right, bottom in read:
        rim = (bottom - top) // 3 + 2
        mask[max(top - rim, 0) : bottom + rim, max(left - rim, 0) : right + rim] = False
    mask &= ~_rules(mask) & ~_rules(mask.T).T
    found = 0
    for top, bottom in _bands(mask.sum(axis=1) >= _ROW):
        band = mask[top:bottom]
        if not _LOW <= bottom - top <= _HIGH or int(band.sum()) < _BAND:
            continue
        place = _extent(band, (0, top, grey.shape[1], bottom))
        if place is not None:
            found += 1
            yield place
        if found == _MOST:
            return


def _strokes(grey: npt.NDArray[np.uint8]) -> Mask:
    wide = grey.astype(np.int16)
    mask = np.zeros(grey.shape, dtype=bool)
    mask[:, 1:] |= np.abs(np.diff(wide, axis=1)) > _EDGE
    mask[1:] |= np.abs(np.diff(wide, axis=0)) > _EDGE
    return mask


def _rules(mask: Mask) -> Mask:
    """Runs along a row that are too long for a letter."""
    if mask.shape[1] < _RULE:
        return np.zeros_like(mask)
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.int32)
    sums[:, 1:] = mask.cumsum(axis=1)
    full = (sums[:, _RULE:] - sums[:, :-_RULE]) == _RULE
    starts = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.int32)
    starts[:, : full.shape[1]] += full
    starts[:, _RULE : _RULE + full.shape[1]] -= full
    return np.asarray(starts[:, :-1].cumsum(axis=1) > 0)


def _bands(rows: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    start, last = -1, -1
    for row in np.flatnonzero(rows).tolist():
        if start >= 0 and row - last > _GAP:
            yield start, last + 1
            start = -1
        start, last = (row if start < 0 else start), row
    if start >= 0:
        yield start, last + 1


def _extent(mask: Mask, box: PixelBox) -> PixelBox | None:
    """What of a box has strokes, by the mask of the box, widened by a margin on all sides."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not columns.size:
        return None
    return (
        max(box[0] + int(columns[0]) - _MARGIN, 0),
        max(box[1] + int(rows[0]) - _MARGIN, 0),
        box[0] + int(columns[-1]) + _MARGIN,
        box[1] + int(rows[-1]) + _MARGIN,
    )
