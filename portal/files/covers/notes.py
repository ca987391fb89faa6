"""The annotations of a page that may lie over something: which, where, what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from portal.files.boxes import Box, holds_middle
from portal.files.covers.cover import Cover
from portal.files.formats.pdfium import Character, placed, to_display

REDACTION = "尚未应用的密文标记"
_NAMES = {
    raw.FPDF_ANNOT_HIGHLIGHT: "高亮批注遮盖",
    raw.FPDF_ANNOT_UNDERLINE: "下划线批注遮盖",
    raw.FPDF_ANNOT_SQUIGGLY: "波浪线批注遮盖",
    raw.FPDF_ANNOT_STRIKEOUT: "删除线批注遮盖",
    raw.FPDF_ANNOT_SQUARE: "方框批注遮盖",
    raw.FPDF_ANNOT_CIRCLE: "圆圈批注遮盖",
    raw.FPDF_ANNOT_POLYGON: "多边形批注遮盖",
    raw.FPDF_ANNOT_POLYLINE: "折线批注遮盖",
    raw.FPDF_ANNOT_LINE: "线条批注遮盖",
    raw.FPDF_ANNOT_INK: "手绘批注遮盖",
    raw.FPDF_ANNOT_STAMP: "图章批注遮盖",
    raw.FPDF_ANNOT_FREETEXT: "文本框批注遮盖",
    raw.FPDF_ANNOT_WATERMARK: "水印遮盖",
    raw.FPDF_ANNOT_WIDGET: "表单域遮盖",
    raw.FPDF_ANNOT_REDACT: REDACTION,
}
_OTHER = "批注遮盖"
# Icons beside the text, and what draws nothing.
_NO_COVERS = frozenset({raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_LINK})


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation; ``box`` in points from the upper left corner of the page."""

    subtype: int
    box: Box

    @property
    def label(self) -> str:
        return _NAMES.get(self.subtype, _OTHER)


def notes_of(page: pypdfium2.PdfPage) -> list[Note]:
    """The annotations that could cover something, in the order of drawing."""
    display = to_display(page)
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        handle = raw.FPDFPage_GetAnnot(page, number)
        if not handle:
            continue
        subtype, rect = raw.FPDFAnnot_GetSubtype(handle), raw.FS_RECTF()
        if subtype not in _NO_COVERS and raw.FPDFAnnot_GetRect(handle, rect):
            sides = (rect.left, rect.bottom, rect.right, rect.top)
            found.append(Note(subtype, placed(sides, display)))
        raw.FPDFPage_CloseAnnot(handle)
    return found


def label_at(page: pypdfium2.PdfPage, box: Box) -> str:
    """What the topmost annotation over the middle of a box is called."""
    for note in reversed(notes_of(page)):
        if holds_middle(note.box, box):
            return note.label
    return _OTHER


def unapplied_redactions(
    page: pypdfium2.PdfPage, number: int, text: list[Character]
) -> Iterator[Cover]:
    """Marks for redaction that nobody applied: what is beneath is still there, seen or not."""
    for note in notes_of(page):
        if note.subtype == raw.FPDF_ANNOT_REDACT:
            hidden = "".join(one.text for one in text if holds_middle(note.box, one.box))
            yield Cover(number, note.box, REDACTION, hidden)
