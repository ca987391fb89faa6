"""Pictures under covers: a scan with a bar over a name still holds the pixels of the name.

A page is drawn with and without what lies above; strokes that come to light where the page showed
one flat tone were covered.
"""

import ctypes
from collections.abc import Iterator

from pypdfium2 import raw

from portal.files.boxes import Box, area
from portal.files.covers.cover import Cover
from portal.files.covers.drawing import Drawing
from portal.files.covers.ink import Sums, strokes, widened, window
from portal.files.covers.notes import notes_of
from portal.files.formats.pdfium import Piece, Pixels

OVER_SCAN = "扫描图片上的遮盖"
_SCAN = 0.5  # the part of the page that a picture takes up
_MUCH_TEXT = 100  # characters: more live text, and the picture is a ground, not a scan
_LEAST = 4.0  # points: thinner is a line, not a cover
_FEW_STROKES = 12  # pixels
_STROKES = 0.04  # the part of the pixels under a cover that belong to strokes of letters
_RIM = 0.2  # of its height: a bar over a bar of the scan differs there only
_BROUGHT_TO_LIGHT = 0.6


def covers_over_pictures(drawing: Drawing, number: int, full: Pixels) -> Iterator[Cover]:
    """Annotations over anything drawn, and drawings over a scan."""
    notes = [(note.box, note.label) for note in notes_of(drawing.page)]
    if notes:
        yield from _revealing(drawing, number, full, drawing.pixels(annotations=False), notes)
    above = _above_scan(drawing)
    if above:
        bare = drawing.without(above)
        boxes = [(piece.box, OVER_SCAN) for piece in above if not _is_picture(drawing, piece, full)]
        yield from _revealing(drawing, number, full, bare, boxes)


def _revealing(
    drawing: Drawing,
    number: int,
    full: Pixels,
    bare: Pixels,
    candidates: list[tuple[Box, str]],
) -> Iterator[Cover]:
    """Candidates whose lifting brings most of the strokes in their box to light."""
    beneath = strokes(bare)
    every, lost = Sums.of(beneath), Sums.of(beneath & ~widened(strokes(full)))
    for box, label in candidates:
        place = window(_inner(box), drawing.scale, full.shape)
        if min(box[2] - box[0], box[3] - box[1]) < _LEAST or not area(place):
            continue
        revealed = lost.count(place)
        enough = max(_FEW_STROKES, _STROKES * area(place), _BROUGHT_TO_LIGHT * every.count(place))
        if revealed >= enough:
            yield Cover(number, box, label, "")


def _above_scan(drawing: Drawing) -> list[Piece]:
    """Filled paths and pictures drawn after a picture that is the page."""
    width, height = drawing.page.get_size()
    scans = [
        place
        for place, piece in enumerate(drawing.pieces)
        if piece.kind == raw.FPDF_PAGEOBJ_IMAGE and area(piece.box) >= _SCAN * width * height
    ]
    shown = sum(1 for one in drawing.text if one.text.isalnum())
    if not scans or (shown > _MUCH_TEXT and not _is_layer(drawing)):
        return []
    return [
        piece
        for piece in drawing.pieces[scans[0] + 1 :]
        if piece.kind == raw.FPDF_PAGEOBJ_IMAGE
        or (piece.kind == raw.FPDF_PAGEOBJ_PATH and _is_filled(piece))
    ]


def _is_picture(drawing: Drawing, piece: Piece, full: Pixels) -> bool:
    """Whether a piece shows something itself: a seal, a label, a second scan."""
    if piece.kind != raw.FPDF_PAGEOBJ_IMAGE:
        return False
    place = window(piece.box, drawing.scale, full.shape)
    return Sums.of(strokes(full)).count(place) > _STROKES * area(place)


def _is_layer(drawing: Drawing) -> bool:
    """Whether most of the text is drawn invisibly, as programs that read scans do."""
    modes = [raw.FPDFTextObj_GetTextRenderMode(one.handle) for one in drawing.text]
    return modes.count(raw.FPDF_TEXTRENDERMODE_INVISIBLE) * 2 > len(modes)


def _is_filled(piece: Piece) -> bool:
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(piece.handle, fill, stroke)
    return bool(fill.value)


def _inner(box: Box) -> Box:
    rim = max(1.0, _RIM * min(box[2] - box[0], box[3] - box[1]))
    return box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim
