"""How a hidden character is hidden: found by lifting one thing after another off the page."""

import ctypes

from pypdfium2 import raw

from portal.files.boxes import holds_middle
from portal.files.covers.drawing import Drawing
from portal.files.covers.ink import Sums
from portal.files.covers.notes import label_at
from portal.files.formats.pdfium import Character, Piece, Pixels

OUTSIDE = "页面裁切区以外的文字"
TINY = "小到看不清的文字"
MODE = "隐形的文字"
DRAWING = "图形遮盖"
PICTURE = "图片遮盖"
SAME_COLOUR = "与底色相同的文字"
UNSEEN = "看不见的文字"
UNDER_SCAN = "扫描图片上已涂掉、文字层里仍有的文字"
TEXT_LAYER = "扫描图片的文字层"

TINY_LINE = 2.0  # points: the height of a line nobody reads
_INVISIBLE = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
PAPER = 200  # of 255: lighter is paper, darker a blot
BLANK_RUN = 3  # characters of a text layer on blank paper, in a row, are no slip of the reader
_SAME_COLOUR = 40


def reasons_of(
    drawing: Drawing, hidden: list[Character], texts: list[Piece], full: Pixels
) -> dict[int, str]:
    """The reason for each hidden character by its index, as a label in Chinese."""
    reasons = {one.index: OUTSIDE for one in hidden if drawing.is_outside(one, full)}
    rest = [one for one in hidden if one.index not in reasons]
    rest = _name(
        drawing,
        rest,
        drawing.traces_below([], texts),
        {one.index: label_at(drawing.page, one.box) for one in rest},
        reasons,
    )
    first = min((drawing.place_in_order(one) for one in rest), default=0)
    for kinds, label in (
        ((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING), DRAWING),
        ((raw.FPDF_PAGEOBJ_IMAGE,), PICTURE),
    ):
        above = [piece for piece in drawing.pieces[first:] if piece.kind in kinds]
        if rest and above:
            labels = {one.index: label for one in rest}
            rest = _name(drawing, rest, drawing.traces_below(above, texts), labels, reasons)
    for one in rest:
        reasons[one.index] = _own_reason(drawing, one, full)
    _tell_layers_from_blots(drawing, hidden, full, reasons)
    return reasons


def _name(
    drawing: Drawing,
    rest: list[Character],
    traces: Sums,
    labels: dict[int, str],
    reasons: dict[int, str],
) -> list[Character]:
    """Enter the label of those that are seen now; give back the others."""
    seen = {one.index for one in rest if drawing.is_shown(one, traces)}
    reasons.update({index: labels[index] for index in seen})
    return [one for one in rest if one.index not in seen]


def _own_reason(drawing: Drawing, one: Character, full: Pixels) -> str:
    if _is_invisible(one):
        return MODE
    if one.size < TINY_LINE:
        return TINY
    tone = drawing.tone(one, full)
    colour = [ctypes.c_uint() for _ in range(4)]
    if tone is not None and raw.FPDFPageObj_GetFillColor(one.handle, *colour):
        own = sum(part.value for part in colour[:3]) / 3
        if abs(own - tone) < _SAME_COLOUR:
            return SAME_COLOUR
    return UNSEEN


def _is_invisible(one: Character) -> bool:
    return raw.FPDFTextObj_GetTextRenderMode(one.handle) in _INVISIBLE


def _tell_layers_from_blots(
    drawing: Drawing, hidden: list[Character], full: Pixels, reasons: dict[int, str]
) -> None:
    """The text layer of a scan says what the picture shows; where that is blotted out, it tells
    what nobody should read any more.
    """
    pictures = [piece.box for piece in drawing.of_kind(raw.FPDF_PAGEOBJ_IMAGE)]
    blank: list[int] = []
    for one in hidden:
        by_picture = reasons[one.index] == PICTURE or _is_invisible(one)
        if not by_picture or not any(holds_middle(box, one.box) for box in pictures):
            continue
        tone = drawing.tone(one, full)
        if tone is not None and tone >= PAPER:
            blank.append(one.index)
            continue
        _settle(blank, reasons)
        reasons[one.index] = TEXT_LAYER if tone is None else UNDER_SCAN
    _settle(blank, reasons)


def _settle(blank: list[int], reasons: dict[int, str]) -> None:
    label = UNDER_SCAN if len(blank) >= BLANK_RUN else TEXT_LAYER
    reasons.update(dict.fromkeys(blank, label))
    blank.clear()
