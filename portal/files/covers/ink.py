"""What a picture of a page shows in a box: how much differs, whether it is all one colour."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.files.boxes import Box
from portal.files.formats.pdfium import Pixels

Mask = npt.NDArray[np.bool_]
_SEEN = 16  # of 255: a fainter difference is not legible
_EDGE = 48  # of 255 between neighbours: a stroke, not noise or a soft shade
_FLAT = 40
_LARGE, _THIN = 6, 3  # pixels


def difference(one: Pixels, other: Pixels) -> Mask:
    """Where two pictures of one page differ so that a reader sees it."""
    apart = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return np.asarray(apart > _SEEN)


def strokes(pixels: Pixels) -> Mask:
    """Where neighbouring pixels differ sharply: the edges of letters and lines."""
    grey = pixels.astype(np.int16).mean(axis=2)
    found = np.zeros(grey.shape, dtype=bool)
    found[:, 1:] |= np.abs(np.diff(grey, axis=1)) > _EDGE
    found[1:, :] |= np.abs(np.diff(grey, axis=0)) > _EDGE
    return found


def widened(mask: Mask) -> Mask:
    """The mask and its neighbours, one pixel around."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    across = wide.copy()
    across[:, 1:] |= wide[:, :-1]
    across[:, :-1] |= wide[:, 1:]
    return across


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of a mask in any box, each in the time of four look-ups."""

    table: npt.NDArray[np.int64]

    @classmethod
    def of(cls, mask: Mask) -> "Sums":
        table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int64)
        table[1:, 1:] = mask.cumsum(axis=0).cumsum(axis=1)
        return cls(table)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the mask."""
        return self.table.shape[0] - 1, self.table.shape[1] - 1

    def count(self, window: tuple[int, int, int, int]) -> int:
        left, top, right, bottom = window
        t = self.table
        return int(t[bottom, right] - t[top, right] - t[bottom, left] + t[top, left])


def window(
    box: Box, scale: float, shape: tuple[int, ...], *, inner: bool = False
) -> tuple[int, int, int, int]:
    """A box in points as whole pixels inside the picture; empty when it lies outside.

    ``inner`` leaves out the pixels at the rim, which belong to neighbours too, where the box is
    large enough for that, and takes in one more where it is thin: strokes are fitted to the grid.
    """
    left, top, right, bottom = (side * scale for side in box)
    if inner:
        left, right = _shrunk(left, right)
        top, bottom = _shrunk(top, bottom)
    height, width = shape[:2]
    across = (int(np.clip(np.floor(left), 0, width)), int(np.clip(np.ceil(right), 0, width)))
    down = (int(np.clip(np.floor(top), 0, height)), int(np.clip(np.ceil(bottom), 0, height)))
    return across[0], down[0], across[1], down[1]


def _shrunk(low: float, high: float) -> tuple[float, float]:
    if high - low >= _LARGE:
        return low + 1, high - 1
    return (low - 1, high + 1) if high - low <= _THIN else (low, high)


def flat_tone(pixels: Pixels, box: tuple[int, int, int, int]) -> float | None:
    """The tone (0 black, 255 white) of a window that is all one colour; None where it is not."""
    left, top, right, bottom = box
    part = pixels[top:bottom, left:right]
    if not part.size:
        return None
    low, high = np.percentile(part, 4, axis=(0, 1)), np.percentile(part, 96, axis=(0, 1))
    if (high - low).max() > _FLAT:
        return None
    return float(part.mean())
