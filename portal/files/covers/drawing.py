"""One page of a PDF: what it draws, what text it holds, and what of that text is seen."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from portal.files.boxes import area
from portal.files.covers.ink import Sums, difference, flat_tone, window
from portal.files.formats.pdfium import (
    Character,
    Piece,
    Pixels,
    characters,
    picture,
    pieces,
    scale_for,
)

_DPI = 110
_SHOWN = 0.05  # the part of a character's box that its ink changes at least


@dataclass(frozen=True)
class Drawing:
    """``text`` in the order of the text layer, ``pieces`` in the order of drawing."""

    page: pypdfium2.PdfPage
    scale: float
    pieces: list[Piece]
    text: list[Character]

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "Drawing":
        return cls(page, scale_for(page, _DPI), pieces(page), characters(page))

    def of_kind(self, *kinds: int) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    def pixels(self, *, annotations: bool = True) -> Pixels:
        return picture(self.page, dpi=_DPI, annotations=annotations)

    def without(self, left_out: Iterable[Piece], *, annotations: bool = True) -> Pixels:
        with _not_drawn(left_out):
            return self.pixels(annotations=annotations)

    def traces(self, texts: list[Piece], full: Pixels, *, annotations: bool = True) -> Sums:
        """Where the picture changes when these objects are not drawn."""
        return Sums.of(difference(full, self.without(texts, annotations=annotations)))

    def traces_below(self, lifted: list[Piece], texts: list[Piece]) -> Sums:
        """The same with other objects and all annotations lifted off the page."""
        with _not_drawn(lifted):
            return self.traces(texts, self.pixels(annotations=False), annotations=False)

    def is_shown(self, one: Character, traces: Sums) -> bool:
        """Whether drawing the text changed the place of this character."""
        place = window(one.box, self.scale, traces.shape, inner=True)
        return area(place) > 0 and traces.count(place) > _SHOWN * area(place)

    def is_outside(self, one: Character, full: Pixels) -> bool:
        return area(window(one.box, self.scale, full.shape)) == 0

    def tone(self, one: Character, full: Pixels) -> float | None:
        """The one tone of a character's place, None where something is to be seen in it."""
        return flat_tone(full, window(one.box, self.scale, full.shape, inner=True))

    def place_in_order(self, one: Character) -> int:
        return next((n for n, piece in enumerate(self.pieces) if piece.address == one.owner), 0)


@contextmanager
def _not_drawn(left_out: Iterable[Piece]) -> Iterator[None]:
    changed = [piece for piece in left_out if _is_active(piece)]
    for piece in changed:
        raw.FPDFPageObj_SetIsActive(piece.handle, False)
    try:
        yield
    finally:
        for piece in changed:
            raw.FPDFPageObj_SetIsActive(piece.handle, True)


def _is_active(piece: Piece) -> bool:
    active = raw.FPDF_BOOL()
    return not raw.FPDFPageObj_GetIsActive(piece.handle, active) or bool(active.value)
