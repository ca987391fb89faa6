"""A scanned page made legible: level, without red over its words, without specks; and its rules.

Loaded by the worker alone, as the models are: OpenCV works on what strangers sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from portal.files.pictures.line import PixelBox

Grey = npt.NDArray[np.uint8]

# How far red stands out from green and blue (of 255), for ink that was not mixed with black.
_REDDER: Final = 38
_BRIGHT: Final = 140  # in red light: darker is mixed with black
_PALE: Final = 190
_LEAST_RED: Final = 0.0004  # of the page: less is noise of the colours
_SEAL: Final = (0.08, 0.32)  # of the page's width: how wide seals are
_ROUND: Final = 0.75  # how far a seal may be from as wide as high
_SMALL: Final = 900  # pixels: the picture on which tilt and seals are looked for
_STEEPEST: Final = 6.0  # degrees
_COARSE: Final = 0.5
_FINE: Final = 0.1
_LEVEL: Final = 0.15  # a smaller tilt stays
_SPECK: Final = 5  # pixels, of a page 1700 pixels high; a full stop has more
_RULE: Final = 0.04  # of the page: the shortest rule that is looked for


@dataclass(frozen=True, slots=True)
class Cleared:
    """A page as it is read: ``words`` in grey, level, what is printed in red as dark as the rest,
    seals and specks gone. ``tilt`` is in degrees as the page lay, counted as the clock goes.
    Rules are boxes, in pixels of the level page.
    """

    words: Grey
    tilt: float
    across: tuple[PixelBox, ...]
    down: tuple[PixelBox, ...]


def cleared(picture: npt.NDArray[np.uint8]) -> Cleared:
    """A page, red, green and blue, height × width × 3."""
    words = _evenly_lit(picture[:, :, 0])
    red = _red(picture, words)
    # Red ink is as bright in red light as paper, nearly: what stands under it stays.
    words[red] = 255
    layer = np.where(red, 0, 255).astype(np.uint8) if red.mean() >= _LEAST_RED else None
    tilt = _tilt(words)
    if abs(tilt) >= _LEVEL:
        height, width = words.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
        words = _turned(words, matrix)
        layer = _turned(layer, matrix) if layer is not None else None
    else:
        tilt = 0.0
    black = _black(words)
    _without_specks(words, black)
    if layer is not None:
        for left, top, right, bottom in _seals(layer):
            layer[top:bottom, left:right] = 255
        words = np.minimum(words, layer)
    return Cleared(words, tilt, _rules(black, level=True), _rules(black, level=False))


def _evenly_lit(grey: Grey) -> Grey:
    """As bright everywhere as where the paper is brightest."""
    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(np.asarray(small), np.ones((15, 15), np.uint8))
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 7), grey.shape[::-1])
    return np.asarray(cv2.divide(grey, paper, scale=250), dtype=np.uint8)


def _red(picture: npt.NDArray[np.uint8], words: Grey) -> npt.NDArray[np.bool_]:
    """Where red ink is on paper; ``words`` is the picture in red light."""
    wide = picture.astype(np.int16)
    redder = wide[:, :, 0] - np.maximum(wide[:, :, 1], wide[:, :, 2])
    found = (redder > _REDDER) & (words > _BRIGHT)
    # The rim of a stroke is paler than its middle; where it meets black ink it is not.
    wider = cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(found | (wider & (redder > _REDDER // 3) & (words > _PALE)))


def _turned(grey: Grey, matrix: Any) -> Grey:
    height, width = grey.shape
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)),
        dtype=np.uint8,
    )


def _black(words: Grey) -> Grey:
    """White where there is ink, whatever the light was like."""
    around = max(words.shape[1] // 40 * 2 + 1, 15)
    return np.asarray(
        cv2.adaptiveThreshold(
            words, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 18
        ),
        dtype=np.uint8,
    )


def _tilt(words: Grey) -> float:
    """How far the lines lean: rows of a level page are full or empty."""
    scale = _SMALL / max(words.shape)
    small = cv2.resize(words, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _black(np.asarray(small, dtype=np.uint8)).astype(np.float32) / 255
    best, step, reach = 0.0, _COARSE, _STEEPEST
    for _ in range(2):
        angles = [best + step * n for n in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: _evenness(ink, angle))
        step, reach = _FINE, _COARSE
    return round(best, 2)


def _evenness(ink: npt.NDArray[Any], angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = np.asarray(cv2.warpAffine(ink, matrix, (width, height))).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def _without_specks(words: Grey, black: Grey) -> None:
    """White out what is smaller than any mark of a letter, in both."""
    most = max(round(_SPECK * (words.shape[0] / 1700) ** 2), 2)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    small = np.zeros(count, dtype=bool)
    small[1:] = stats[1:, cv2.CC_STAT_AREA] <= most
    specks = cv2.dilate(small[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    words[specks] = 255
    black[small[labels]] = 0


def _seals(layer: Grey) -> list[PixelBox]:
    """Where round red shapes of the size of a seal are."""
    scale = _SMALL / max(layer.shape)
    small = cv2.resize(layer, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (np.asarray(small) < 200).astype(np.uint8)
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found: list[PixelBox] = []
    for left, top, width, height, _ in stats[1:].tolist():
        share = width / ink.shape[1]
        if _SEAL[0] <= share <= _SEAL[1] and _ROUND <= width / height <= 1 / _ROUND:
            found.append(
                (
                    max(int(left / scale) - 4, 0),
                    max(int(top / scale) - 4, 0),
                    int((left + width) / scale) + 4,
                    int((top + height) / scale) + 4,
                )
            )
    return found


def _rules(black: Grey, *, level: bool) -> tuple[PixelBox, ...]:
    """Straight strokes longer than those of letters."""
    size = max(round(_RULE * max(black.shape)), 20)
    shape = (size, 1) if level else (1, size)
    # A rule that leans by a pixel is broken into steps.
    soft = cv2.dilate(black, np.ones((2, 1) if level else (1, 2), np.uint8))
    kept = cv2.morphologyEx(soft, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(kept, np.uint8), connectivity=8)
    return tuple(
        (left, top, left + width, top + height)
        for left, top, width, height, _ in stats[1:].tolist()
        if min(width, height) <= size // 3
    )
