"""What lies on the pages of a PDF: rows with their letters, rules, pictures."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from portal.files.boxes import Box
from portal.files.extraction.result import NOISE
from portal.files.formats.pdfium import Matrix, Piece, joined, pieces, placed, to_display
from portal.files.formats.radicals import RADICALS
from portal.files.layout import Leaf, Letter, Row, Rule

# In points: what is thinner is a rule; what leans more than this is none.
_THIN: Final = 3.0
_LEVEL: Final = 0.8
_SHORTEST: Final = 0.8
_MOST_SEGMENTS: Final = 20_000
_SMALLEST: Final = 24.0  # a smaller picture is a bullet, a line or a speck
_WHITE: Final = 250
_HYPHEN: Final = re.compile("(?<![A-Za-z])[\xad\x02\ufffe]|[\xad\x02\ufffe](?![A-Za-z])")
_BREAK: Final = re.compile("\r\n?|[\n\x0c\x85\u2028\u2029]")


def leaf_of(page: pypdfium2.PdfPage) -> tuple[Leaf, list[Piece]]:
    """What lies on one page, and the drawn pictures in the order of ``Leaf.pictures``."""
    width, height = page.get_size()
    drawn = pieces(page)
    across, down = _rules(drawn)
    pictures = [
        piece
        for piece in drawn
        if piece.kind == raw.FPDF_PAGEOBJ_IMAGE and _is_large(_on_page(piece.box, width, height))
    ]
    leaf = Leaf(
        width,
        height,
        tuple(_rows(page)),
        tuple(across),
        tuple(down),
        tuple(_on_page(piece.box, width, height) for piece in pictures),
    )
    return leaf, pictures


def _on_page(box: Box, width: float, height: float) -> Box:
    left, top, right, bottom = box
    return max(left, 0.0), max(top, 0.0), min(right, width), min(bottom, height)


def _is_large(box: Box) -> bool:
    return box[2] - box[0] >= _SMALLEST and box[3] - box[1] >= _SMALLEST


def printed_hyphens(text: str) -> str:
    """Text of a page with the hyphens it shows.

    A page prints its soft hyphens; only the one that parts a Latin word at the end of a line,
    where pdfium joins the halves, is no character of the text.
    """
    return _HYPHEN.sub("-", text)


def plain_rows(layer: pypdfium2.PdfTextPage) -> list[Row]:
    """The lines of a page without the places of their letters."""
    text = printed_hyphens(layer.get_text_bounded()).translate(RADICALS)
    return [Row(NOISE.sub("", line), ()) for line in _BREAK.split(text)]


def _rows(page: pypdfium2.PdfPage) -> list[Row]:
    """The lines of a page as pdfium orders them, with the places of their letters; without any
    when pdfium's text and its letters cannot be brought together.
    """
    layer = page.get_textpage()
    try:
        text = layer.get_text_bounded()
        numbers = _numbers(layer, text)
        if numbers is None:
            return plain_rows(layer)
        shown = printed_hyphens(text).translate(RADICALS)
        return list(_placed_rows(layer, shown, numbers, to_display(page)))
    finally:
        layer.close()


def _numbers(layer: pypdfium2.PdfTextPage, text: str) -> list[int] | None:
    """The number of the letter behind each character of the text, -1 for blanks.

    The text has its own line ends, and nothing of what stands beyond the edges of the page.
    """
    count = raw.FPDFText_CountChars(layer)
    found: list[int] = []
    number = 0
    for char in text:
        if char.isspace():
            found.append(-1)
            continue
        while number < count and raw.FPDFText_GetUnicode(layer, number) != ord(char):
            number += 1
        if number == count:
            return None
        found.append(number)
        number += 1
    return found


def _placed_rows(
    layer: pypdfium2.PdfTextPage, text: str, numbers: list[int], display: Matrix
) -> Iterator[Row]:
    loose = raw.FS_RECTF()
    start = 0
    for broken in [*_BREAK.finditer(text), None]:
        end = broken.start() if broken else len(text)
        kept: list[str] = []
        letters: list[Letter] = []
        for place in range(start, end):
            char, number = text[place], numbers[place]
            if NOISE.match(char):
                continue
            if number >= 0 and raw.FPDFText_GetLooseCharBox(layer, number, loose):
                box = placed((loose.left, loose.bottom, loose.right, loose.top), display)
                letters.append(Letter(char, box, len(kept)))
            kept.append(char)
        yield Row("".join(kept), tuple(letters))
        start = broken.end() if broken else end


def _rules(drawn: list[Piece]) -> tuple[list[Rule], list[Rule]]:
    """Level and upright lines a page draws, also as thin boxes and as sides of boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    budget = _MOST_SEGMENTS
    for piece in drawn:
        if piece.kind != raw.FPDF_PAGEOBJ_PATH:
            continue
        budget -= raw.FPDFPath_CountSegments(piece.handle)
        if budget < 0:
            return [], []
        for x0, y0, x1, y1 in _segments(piece):
            if abs(y1 - y0) <= _LEVEL and abs(x1 - x0) >= _SHORTEST:
                across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _LEVEL and abs(y1 - y0) >= _SHORTEST:
                down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down


def _segments(piece: Piece) -> Iterator[Box]:
    """The straight lines of a path as they show: strokes, and the middle of thin filled boxes."""
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(piece.handle, fill, stroke)
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(piece.handle, own)
    matrix = joined((own.a, own.b, own.c, own.d, own.e, own.f), piece.matrix)
    for points in _outlines(piece.handle, matrix):
        if stroke.value and _shows(piece.handle, raw.FPDFPageObj_GetStrokeColor):
            for (x0, y0), (x1, y1) in pairwise(points):
                yield x0, y0, x1, y1
        elif fill.value and _shows(piece.handle, raw.FPDFPageObj_GetFillColor):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
            if bottom - top <= _THIN < right - left:
                yield left, (top + bottom) / 2, right, (top + bottom) / 2
            elif right - left <= _THIN < bottom - top:
                yield (left + right) / 2, top, (left + right) / 2, bottom


def _outlines(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, on the page as displayed; curves end a part."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _shows(handle: Any, colour: Any) -> bool:
    """Whether a colour is seen on paper."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(handle, *parts):
        return True
    red, green, blue, alpha = (part.value for part in parts)
    return alpha > 0 and min(red, green, blue) < _WHITE


def picture_of(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, piece: Piece
) -> Image.Image | None:
    """A picture as the page shows it, on white; None when it cannot be drawn."""
    handle = raw.FPDFImageObj_GetRenderedBitmap(document, page, piece.handle)
    if not handle:
        return None
    bitmap = pypdfium2.PdfBitmap.from_raw(handle)
    try:
        image = bitmap.to_pil()
        shown = Image.new("RGB", image.size, "white")
        shown.paste(image, mask=image if image.mode == "RGBA" else None)
        return shown
    finally:
        bitmap.close()
