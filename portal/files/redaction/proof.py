"""Proving a redacted PDF: it is opened like a stranger would, and searched by every way in."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from pypdfium2 import PdfiumError, raw

from portal.files.boxes import Box, holds_middle
from portal.files.formats.pdfium import Pixels, characters, opened, picture, pieces
from portal.files.redaction.marks import Mark, boxes_by_page, condensed, words_of
from portal.files.redaction.pages import DPI
from portal.files.redaction.pixels import window

_RIM = 2  # pixels around a mark that smoothing may change
_FAINT = 2  # of 255
_COARSE = 96


def verify_pdf(before: bytes, after: bytes, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Problems in Chinese, none of which repeats what was marked."""
    boxes = boxes_by_page(marks)
    try:
        with opened(before) as old, opened(after) as new:
            if len(old) != len(new):
                return ("遮盖后的页数变了。",)
            problems = [
                problem
                for number in range(len(old))
                for problem in _page_problems(old, new, number, boxes.get(number + 1, []))
            ]
            secret, seen = _secret_words(old, boxes, marks), _all_text(new)
        problems += _file_problems(after, secret - {word for word in secret if word in seen})
        # A word that was marked by itself must not be read anywhere.
        problems += ["遮盖的内容在别处仍能读出。" for word in words_of(marks) if word in seen][:1]
    except (PdfiumError, pikepdf.PdfError):
        return ("遮盖后的文件打不开。",)
    return tuple(dict.fromkeys(problems))


def _page_problems(
    old: pypdfium2.PdfDocument, new: pypdfium2.PdfDocument, number: int, boxes: list[Box]
) -> Iterator[str]:
    where = f"第 {number + 1} 页"
    dpi = DPI if boxes else _COARSE
    one, other = old[number], new[number]
    try:
        first, second = picture(one, dpi=dpi), picture(other, dpi=dpi)
        if first.shape != second.shape:
            yield f"{where}的大小变了。"
            return
        apart = np.abs(first.astype(np.int16) - second.astype(np.int16)).max(axis=2)
        for box in boxes:
            left, top, right, bottom = window(box, dpi / 72, first.shape)
            if second[top:bottom, left:right].any():
                yield f"{where}遮盖的范围没有全部涂黑。"
            apart[max(top - _RIM, 0) : bottom + _RIM, max(left - _RIM, 0) : right + _RIM] = 0
        if (apart > _FAINT).any():
            yield f"{where}遮盖范围以外的画面变了。"
        if boxes:
            yield from _remains(other, boxes, where, second)
    finally:
        one.close()
        other.close()


def _remains(
    page: pypdfium2.PdfPage, boxes: list[Box], where: str, pixels: Pixels
) -> Iterator[str]:
    """What of a marked page is more than its picture and the text beside the marks."""
    if any(holds_middle(box, one.line) for one in characters(page) for box in boxes):
        yield f"{where}遮盖的文字仍能选取。"
    drawn = pieces(page)
    images = [piece for piece in drawn if piece.kind == raw.FPDF_PAGEOBJ_IMAGE]
    if len(images) != 1 or any(piece.kind == raw.FPDF_PAGEOBJ_PATH for piece in drawn):
        yield f"{where}还留有原来的图形。"
        return
    stored = pypdfium2.PdfImage(images[0].handle, page=page, pdf=page.pdf)
    held = np.array(stored.get_bitmap().to_numpy())
    if held.shape[:2] != pixels.shape[:2]:
        yield f"{where}的图片里还有看不见的部分。"
        return
    for box in boxes:
        left, top, right, bottom = window(box, DPI / 72, held.shape)
        if held[top:bottom, left:right].any():
            yield f"{where}的图片里仍有遮盖的内容。"


def _secret_words(
    document: pypdfium2.PdfDocument, boxes: dict[int, list[Box]], marks: Sequence[Mark]
) -> set[str]:
    secret = set(words_of(marks))
    for number, places in boxes.items():
        page = document[number - 1]
        text = characters(page)
        page.close()
        for place in places:
            under = condensed("".join(one.text for one in text if holds_middle(place, one.box)))
            if len(under) > 2:
                secret.add(under)
    return secret


def _all_text(document: pypdfium2.PdfDocument) -> str:
    found = []
    for number in range(len(document)):
        page = document[number]
        found.append("".join(one.text for one in characters(page)))
        page.close()
    return "\n".join(found)


def _file_problems(data: bytes, secret: set[str]) -> Iterator[str]:
    """Earlier versions, and strings or streams anywhere that still say what was marked."""
    if data.count(b"startxref") != 1 or data.count(b"%%EOF") != 1:
        yield "文件里还留有以前的版本。"
    with pikepdf.open(io.BytesIO(data)) as document:
        if "/Info" in document.trailer or "/Metadata" in document.Root or document.attachments:
            yield "文件里还留有元数据或附件。"
        for item in document.objects:
            if _says(item, secret):
                yield "文件的结构里仍有遮盖的内容。"
                return


def _says(item: Any, secret: set[str]) -> bool:
    if isinstance(item, pikepdf.Stream):
        if item.get("/Subtype") != Name.Image and _stream_says(item, secret):
            return True
        return any(_says(item[key], secret) for key in item.keys())  # noqa: SIM118
    if isinstance(item, Dictionary):
        rows = [item[key] for key in item.keys()]  # noqa: SIM118
        return any(not getattr(row, "is_indirect", False) and _says(row, secret) for row in rows)
    if isinstance(item, Array):
        return any(not getattr(r, "is_indirect", False) and _says(r, secret) for r in list(item))
    if isinstance(item, String):
        text = condensed(str(item))
        return any(word in text for word in secret)
    return False


def _stream_says(stream: Any, secret: set[str]) -> bool:
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:
        content = stream.read_raw_bytes()
    lower = content.lower()
    for word in secret:
        for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            coded = word.encode(coding)
            if coded in content or coded.hex().encode() in lower:
                return True
    return False
