"""OFD (GB/T 33190-2016): text under filled shapes and pictures, in the ground's colour, too small.

No program draws an OFD here: what covers what is reckoned from the order and the places of the
objects. Where that leaves a doubt (a gradient, a picture as ground) the text counts as seen,
unless something opaque was painted over it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import numpy.typing as npt
from PIL import Image

from portal.files.boxes import Box
from portal.files.covers.colours import WHITE, alike
from portal.files.covers.cover import Cover
from portal.files.covers.ink import flat_tone, window
from portal.files.covers.reasons import (
    BLANK_RUN,
    DRAWING,
    MODE,
    OUTSIDE,
    PAPER,
    PICTURE,
    SAME_COLOUR,
    TEXT_LAYER,
    TINY,
    TINY_LINE,
    UNDER_SCAN,
)
from portal.files.extraction.ofdpaint import Glyph, Painted, Shape, painted_pages
from portal.files.formats.archive import BadArchive, open_archive
from portal.files.formats.limits import DEFAULT_LIMITS
from portal.files.formats.ofd import OfdMembers

_NOTE = "批注遮盖"
_BLANK = "blank"  # of a text layer: whether somebody whitened it out its neighbours say
_WHOLE = 0.8  # the part of a page that the picture of a scan fills at least
_SOLID = 250  # of 255
_Dots = npt.NDArray[np.uint8]


def covers_of_ofd(data: bytes) -> tuple[Cover, ...]:
    """Covers of all pages. Raises BadArchive or one of XML_ERRORS."""
    with open_archive(io.BytesIO(data)) as archive:
        members = OfdMembers(archive)
        pictures = _Pictures(members)
        return tuple(
            cover
            for number, page in enumerate(painted_pages(members), start=1)
            for cover in _Page(page, pictures).covers(number)
        )


@dataclass
class _Pictures:
    """The pictures of a file in red, green, blue and opacity; the last one is kept open."""

    members: OfdMembers
    _open: tuple[str, _Dots | None] = ("", None)

    def hides(self, shape: Shape, box: Box) -> bool:
        """Whether the picture is opaque over a box; one that cannot be opened is."""
        part = self._part(shape, box)
        return part is None or bool(part[..., 3].min() >= _SOLID)

    def tone(self, shape: Shape, box: Box) -> float | None:
        """The one tone (0 black, 255 white) it has in a box; None where it shows something."""
        part = self._part(shape, box)
        if part is None:
            return None
        colours: _Dots = part[..., :3]
        return flat_tone(colours, (0, 0, colours.shape[1], colours.shape[0]))

    def _part(self, shape: Shape, box: Box) -> _Dots | None:
        dots = self._dots(shape.picture)
        if dots is None:
            return None
        left, top, right, bottom = shape.box
        high, wide = dots.shape[:2]
        across, down = wide / max(right - left, 1e-6), high / max(bottom - top, 1e-6)
        place = (
            (box[0] - left) * across, (box[1] - top) * down,
            (box[2] - left) * across, (box[3] - top) * down,
        )  # fmt: skip
        from_x, from_y, to_x, to_y = window(place, 1.0, dots.shape, inner=True)
        part: _Dots = dots[from_y:to_y, from_x:to_x]
        return part if part.size else None

    def _dots(self, path: str) -> _Dots | None:
        if self._open[0] != path:
            self._open = path, self._read(path)
        return self._open[1]

    def _read(self, path: str) -> _Dots | None:
        try:
            with Image.open(io.BytesIO(self.members.content(path))) as image:
                if image.width * image.height > DEFAULT_LIMITS.max_pixels:
                    return None
                return np.asarray(image.convert("RGBA"))
        except (BadArchive, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return None


@dataclass
class _Page:
    """One page: which of its characters a reader does not see, and why."""

    page: Painted
    pictures: _Pictures
    _sides: npt.NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        boxes = [shape.box for shape in self.page.shapes]
        self._sides = np.array(boxes, dtype=np.float64).reshape(-1, 4)

    def covers(self, number: int) -> Iterator[Cover]:
        letters = [one for one in self.page.glyphs if one.text.isalnum()]
        labels = [(one, self._reason(one)) for one in letters]
        # Neighbours of one object that are hidden alike are one place.
        for (_, label), run in groupby(labels, key=lambda row: (row[0].order, row[1])):
            glyphs = [one for one, _ in run]
            found = _of_blank(len(glyphs)) if label == _BLANK else label
            if found:
                hidden = "".join(one.text for one in glyphs)
                lawful = found == TEXT_LAYER
                yield Cover(number, _around(glyphs), found, hidden, lawful=lawful)

    def _reason(self, one: Glyph) -> str:
        """How it is hidden, blank where it is seen."""
        here = self._shapes_at(one)
        for shape in reversed(here):
            if shape.order > one.order and self._hides(shape, one):
                return self._over(one, shape)
        below = [shape for shape in here if shape.order < one.order]
        if one.is_clear:
            scan = next((shape for shape in reversed(below) if self._is_scan(shape)), None)
            return self._of_layer(one, scan) if scan else MODE
        across, down = _middle(one.box)
        if not (0 <= across <= self.page.width and 0 <= down <= self.page.height):
            return OUTSIDE
        if one.box[3] - one.box[1] < TINY_LINE:
            return TINY
        return SAME_COLOUR if alike(one.colour, _ground(below)) else ""

    def _shapes_at(self, one: Glyph) -> list[Shape]:
        across, down = _middle(one.box)
        left, top, right, bottom = self._sides.T
        near = (left <= across) & (across <= right) & (top <= down) & (down <= bottom)
        found = (self.page.shapes[number] for number in np.flatnonzero(near))
        return [shape for shape in found if shape.lies_over(one.box)]

    def _hides(self, shape: Shape, one: Glyph) -> bool:
        return shape.is_opaque and (not shape.picture or self.pictures.hides(shape, one.box))

    def _over(self, one: Glyph, shape: Shape) -> str:
        if shape.is_note:
            return _NOTE
        if self._is_scan(shape):
            return self._of_layer(one, shape)
        return PICTURE if shape.picture else DRAWING

    def _is_scan(self, shape: Shape) -> bool:
        left, top, right, bottom = shape.box
        whole = self.page.width * self.page.height
        return bool(shape.picture) and (right - left) * (bottom - top) >= _WHOLE * whole

    def _of_layer(self, one: Glyph, scan: Shape) -> str:
        """The text layer of a scan says what the picture shows; where that is blotted out, it
        tells what nobody should read any more.
        """
        tone = self.pictures.tone(scan, one.box)
        if tone is None:
            return TEXT_LAYER
        return _BLANK if tone >= PAPER else UNDER_SCAN


def _of_blank(length: int) -> str:
    """A few blank characters of a text layer are a slip of its reader, more were whitened out."""
    return UNDER_SCAN if length >= BLANK_RUN else TEXT_LAYER


def _ground(below: Iterable[Shape]) -> str:
    """The colour a character stands on: of the last opaque shape below it, else of paper."""
    solid = [shape for shape in below if shape.is_opaque]
    return solid[-1].colour if solid else WHITE


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _around(glyphs: Iterable[Glyph]) -> Box:
    left, top, right, bottom = zip(*(one.box for one in glyphs), strict=True)
    return min(left), min(top), max(right), max(bottom)
