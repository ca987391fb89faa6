"""pdfium for everybody: one caller at a time, a Chinese font of its own, pages as pictures."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from noto_cjk_sans_otc import FONT_PATH
from pypdfium2 import raw

from portal.files.boxes import Box

Pixels = npt.NDArray[np.uint8]
Matrix = tuple[float, float, float, float, float, float]

# pdfium keeps process-wide state and is not thread-safe, not even for separate documents.
LOCK = threading.RLock()
# A page may claim to be kilometres wide; its picture stays within this many pixels.
MOST_PIXELS = 12_000_000
_FINE = 1000  # pdfium maps to whole pixels: places are asked for on a grid this much finer
_DEEPEST = 12  # form objects inside form objects


def _with_own_fonts() -> tuple[Any, ...]:
    """Start pdfium again with our font for text whose fonts are not embedded.

    SimSun and its like are rarely embedded and rarely installed on servers: without this their
    pages would be drawn without words. What is returned must live as long as pdfium.
    """
    folder = ctypes.create_string_buffer(str(Path(FONT_PATH).parent).encode())
    paths = (ctypes.POINTER(ctypes.c_char) * 2)()
    paths[0] = ctypes.cast(folder, ctypes.POINTER(ctypes.c_char))
    config = raw.FPDF_LIBRARY_CONFIG(
        version=2, m_pUserFontPaths=paths, m_pIsolate=None, m_v8EmbedderSlot=0
    )
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(config)
    return folder, paths, config


_FONTS = _with_own_fonts()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, for this caller alone. Raises pypdfium2.PdfiumError when it cannot be read."""
    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            document.init_forms()
            yield document
        finally:
            document.close()


def picture(page: pypdfium2.PdfPage, *, dpi: float, annotations: bool = True) -> Pixels:
    """The page as displayed (cropped, turned), height × width × 3; coarser when it is huge."""
    bitmap = page.render(
        scale=scale_for(page, dpi),
        may_draw_forms=annotations,
        draw_annots=annotations,
        rev_byteorder=True,
        force_bitmap_format=raw.FPDFBitmap_BGR,
    )
    try:
        return np.array(bitmap.to_numpy())
    finally:
        bitmap.close()


def scale_for(page: pypdfium2.PdfPage, dpi: float) -> float:
    """Pixels a point, so that the picture keeps within the budget."""
    width, height = page.get_size()
    wanted = dpi / 72
    most = (MOST_PIXELS / max(width * height, 1.0)) ** 0.5
    return float(min(wanted, most))


def to_display(page: pypdfium2.PdfPage) -> Matrix:
    """Turns page coordinates (origin anywhere, upwards) into points from the upper left corner."""
    width, height = page.get_size()
    size = (round(width * _FINE), round(height * _FINE))

    def mapped(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    e, f = mapped(0, 0)
    # A long way, so that whole numbers do not matter.
    (ax, ay), (cx, cy) = mapped(500, 0), mapped(0, 500)
    return (ax - e) / 500, (ay - f) / 500, (cx - e) / 500, (cy - f) / 500, e, f


def placed(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box (two opposite corners) after the matrix."""
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])
    ]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)


def joined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does ``first`` and ``then`` the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        *(a * p + b * r, a * q + b * s),
        *(c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """One drawn object, in the order of drawing; ``box`` in points from the upper left."""

    handle: Any
    kind: int  # one of raw.FPDF_PAGEOBJ_…
    box: Box
    matrix: Matrix  # from what surrounds it to the page as displayed

    @property
    def address(self) -> int:
        return address(self.handle)


def address(handle: Any) -> int:
    """What tells one object of pdfium from another."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def pieces(page: pypdfium2.PdfPage) -> list[Piece]:
    """Everything the page draws, form objects opened, annotations not included."""
    found: list[Piece] = []
    display = to_display(page)
    for number in range(raw.FPDFPage_CountObjects(page)):
        _collect(raw.FPDFPage_GetObject(page, number), display, found, 0)
    return found


def _collect(handle: Any, matrix: Matrix, found: list[Piece], depth: int) -> None:
    kind = raw.FPDFPageObj_GetType(handle)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        inner = joined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for number in range(raw.FPDFFormObj_CountObjects(handle)):
            _collect(raw.FPDFFormObj_GetObject(handle, number), inner, found, depth + 1)
        return
    edges = [ctypes.c_float() for _ in range(4)]
    if raw.FPDFPageObj_GetBounds(handle, *edges):
        left, bottom, right, top = (edge.value for edge in edges)
        found.append(Piece(handle, kind, placed((left, bottom, right, top), matrix), matrix))
    else:
        found.append(Piece(handle, kind, (0.0, 0.0, 0.0, 0.0), matrix))


@dataclass(frozen=True, slots=True)
class Character:
    """One character of the text layer; boxes in points from the upper left of the page."""

    index: int
    text: str
    box: Box  # around its ink
    line: Box  # as high as its line
    owner: int  # address of the object that draws it
    handle: Any

    @property
    def size(self) -> float:
        """Points: how high its line is, or how wide where the line runs upwards."""
        return max(self.line[2] - self.line[0], self.line[3] - self.line[1])


def characters(page: pypdfium2.PdfPage) -> list[Character]:
    """The characters a file holds for the page, spaces and what pdfium made up left out."""
    display = to_display(page)
    layer = page.get_textpage()
    try:
        return [
            found
            for number in range(raw.FPDFText_CountChars(layer))
            if (found := _character(layer, number, display)) is not None
        ]
    finally:
        layer.close()


def _character(layer: pypdfium2.PdfTextPage, number: int, display: Matrix) -> Character | None:
    code = raw.FPDFText_GetUnicode(layer, number)
    text = chr(code) if code < 0x110000 else ""
    if raw.FPDFText_IsGenerated(layer, number) == 1 or not text.strip():
        return None
    handle = raw.FPDFText_GetTextObject(layer, number)
    if not handle:
        return None
    sides = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(layer, number, *sides)
    left, right, bottom, top = (side.value for side in sides)
    loose = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(layer, number, loose)
    around = placed((loose.left, loose.bottom, loose.right, loose.top), display)
    ink = placed((left, bottom, right, top), display)
    if ink[2] - ink[0] <= 0 or ink[3] - ink[1] <= 0:
        ink = around
    return Character(number, text, ink, around, address(handle), handle)
