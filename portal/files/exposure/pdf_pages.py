"""The pages of a PDF as pdfium reads them: their text, and where there is none to be had."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from portal.files.formats.pdfium import LOCK
from portal.files.formats.radicals import RADICALS

# Private-use and replacement characters: a font does not say which characters it draws.
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd\ufffe\x00-\x08\x0b\x0c\x0e-\x1f]")
# A lone bullet of a font of symbols is nothing to ask a person about; six digits are.
_MIN_GARBLED = 6
_MAX_OBJECTS = 20_000
_DEPTH = 15
# A picture smaller than this share of its page is a rule, a bullet or a logo's corner.
_MIN_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class PageText:
    """Text of one page; ``garbled`` characters nobody can name, ``pictures`` large ones, ``blank``
    when it draws something and says nothing.
    """

    number: int
    text: str
    garbled: int
    pictures: int
    blank: bool


def read_pages(data: bytes) -> list[PageText]:
    """Every page in order. Raises PdfiumError for what is no PDF or is locked."""
    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            return [_read(document, number) for number in range(len(document))]
        finally:
            document.close()


def texts_of(data: bytes) -> list[str]:
    """Only the text of every page. Raises PdfiumError."""
    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            return [_text(document[number])[0] for number in range(len(document))]
        finally:
            document.close()


def _read(document: pypdfium2.PdfDocument, index: int) -> PageText:
    page = document[index]
    try:
        text, unmapped = _text(page)
        pictures, objects = _drawn(page)
        garbled = max(unmapped, len(_GARBLED.findall(text)))
        blank = not text.strip() and objects > 0
        return PageText(index + 1, text, garbled, pictures, blank)
    finally:
        page.close()


def _text(page: pypdfium2.PdfPage) -> tuple[str, int]:
    """All characters, those outside the visible box too, and how many have no known meaning."""
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        unmapped = sum(
            pdfium.FPDFText_HasUnicodeMapError(layer.raw, number) == 1 for number in range(count)
        )
        text = layer.get_text_range() if count else ""
        # pdfium marks a word that goes on in the next line.
        plain = text.replace("\r\n", "\n").replace("\x02", "").replace("\ufffe", "")
        return plain.translate(RADICALS), unmapped
    finally:
        layer.close()


def _drawn(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """How many pictures large enough for words there are, and how many objects at all."""
    whole = max(page.get_width() * page.get_height(), 1.0)
    pictures = objects = 0
    for drawn in _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0):
        objects += 1
        if objects > _MAX_OBJECTS:
            break
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += _area(drawn) >= _MIN_SHARE * whole
    return pictures, objects


def _objects(holder: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    for number in range(max(count(holder), 0)):
        drawn = get(holder, number)
        yield drawn
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _objects(
                drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1
            )


def _area(drawn: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return float("inf")
    return abs(right.value - left.value) * abs(top.value - bottom.value)
