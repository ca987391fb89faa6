"""PDF through pdfium: text in reading order, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pypdfium2

from portal.files.extraction.laid import shares, told
from portal.files.extraction.leaves import leaf_of, picture_of, plain_rows
from portal.files.extraction.parts import MOST_BYTES, is_red, part_of
from portal.files.extraction.result import (
    Doubt,
    ExtractedText,
    Part,
    ScannedFile,
    UnreadableFile,
    part_name,
)
from portal.files.extraction.scan import in_lines, recognised_text, scanned_leaf
from portal.files.formats.pdfium import LOCK
from portal.files.layout import Leaf, Sheet, lay_out
from portal.files.pictures import ScannedPage
from portal.text.model import Text

_LAID_OUT: Final = 300  # pages: of those behind only the words are read, at a tenth of the time
_NAMED: Final = 10
_WHOLE: Final = (0.0, 0.0, 1.0, 1.0)
_NO_LAYER: Final = "这一页没有文字层，可能是扫描页，其中的文字未提取。"
_NO_PLACES: Final = "这一页有线条画出的表格，各格的文字没有分开，请对照原件核对。"
_UNDER: Final = "这里的图片与文字重叠（印章、水印或底图），没有作为插图保留。"
_TOO_LARGE: Final = "图片过多，从这一页起图片没有保留，请对照原件补充。"
_ODD: Final = 0.05  # of the letters


def from_pdf(data: bytes, scans: Sequence[ScannedPage] = ()) -> ExtractedText:
    """Text of all pages in order; that of pages without any from `scans`. Raises UnreadableFile,
    ScannedFile where there is neither.
    """
    try:
        with LOCK:
            return _read(data, {page.number: page for page in scans})
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = "PDF 设置了打开密码，无法读取文字，请取消密码后重新上传。"
        else:
            message = "PDF 不完整或已损坏，请重新导出后上传。"
        raise UnreadableFile(message) from error


def _read(data: bytes, scans: Mapping[int, ScannedPage]) -> ExtractedText:
    document = pypdfium2.PdfDocument(data)
    try:
        leaves = [_leaf(document, number) for number in range(len(document))]
        scans = {number: page for number, page in scans.items() if number <= len(leaves)}
        for number, page in scans.items():
            leaves[number - 1] = scanned_leaf(page, leaves[number - 1].width)
        sheets = [in_lines(sheet) if sheet.number in scans else sheet for sheet in lay_out(leaves)]
        parts, files, left_out = _pictures(document, sheets)
    finally:
        document.close()
    found = told(sheets, files)
    if scans:
        recognised_text(found, sheets, scans)
    text = "\n".join(found.lines)
    if not text.strip():
        raise ScannedFile("PDF 是扫描件，没有文字层，须先做文字识别（OCR）。")
    blank = [
        number
        for number, leaf in enumerate(leaves, start=1)
        if not any(row.text.strip() for row in leaf.rows)
    ]
    doubts = (*found.doubts, *left_out, *_doubts(leaves, blank, text))
    return ExtractedText(
        text,
        "pdf",
        None,
        len(leaves),
        doubts,
        Text(tuple(found.blocks)),
        tuple(found.origins),
        parts,
        tuple(found.places),
        recognised=bool(scans),
        scanned=tuple(number for number in blank if number not in scans),
    )


def _leaf(document: pypdfium2.PdfDocument, number: int) -> Leaf:
    page = document[number]
    try:
        if number < _LAID_OUT:
            return leaf_of(page)[0]
        layer = page.get_textpage()
        try:
            width, height = page.get_size()
            return Leaf(width, height, tuple(plain_rows(layer)))
        finally:
            layer.close()
    finally:
        page.close()


def _pictures(
    document: pypdfium2.PdfDocument, sheets: Sequence[Sheet]
) -> tuple[tuple[Part, ...], dict[tuple[int, int], str], list[Doubt]]:
    """The pictures of the text, the file each is to name by page and number, and doubts."""
    parts: list[Part] = []
    files: dict[tuple[int, int], str] = {}
    doubts: list[Doubt] = []
    size = 0
    for sheet in sheets:
        wanted = [item.picture for item in sheet.items if item.picture is not None]
        if not wanted and not sheet.beside:
            continue
        page = document[sheet.number - 1]
        leaf, drawn = leaf_of(page)
        images = {n: picture_of(document, page, drawn[n]) for n in (*wanted, *sheet.beside)}
        page.close()
        for number, image in images.items():
            if image is None or is_red(image):
                continue  # a seal
            if number in sheet.beside:
                box = shares(leaf.pictures[number], leaf.width, leaf.height)
                doubts.append(Doubt(_UNDER, page=sheet.number, box=box))
                continue
            part = part_of(image)
            size += len(part.data)
            if size > MOST_BYTES:
                return tuple(parts), files, [*doubts, Doubt(_TOO_LARGE, page=sheet.number)]
            files[sheet.number, number] = part_name(len(parts))
            parts.append(part)
    return tuple(parts), files, doubts


def _doubts(leaves: Sequence[Leaf], blank: Sequence[int], text: str) -> Iterator[Doubt]:
    for number in blank[:_NAMED]:
        yield Doubt(f"第 {number} 页：{_NO_LAYER}", page=number, box=_WHOLE)
    if len(blank) > _NAMED:
        yield Doubt(f"另有 {len(blank) - _NAMED} 页没有文字层，其中的文字未提取。")
    for number, leaf in enumerate(leaves, start=1):
        unplaced = not any(row.letters for row in leaf.rows) and number not in blank
        if unplaced and len(leaf.across) > 1 and len(leaf.down) > 1:
            yield Doubt(f"第 {number} 页：{_NO_PLACES}", page=number, box=_WHOLE)
    if len(leaves) > _LAID_OUT:
        yield Doubt(f"第 {_LAID_OUT} 页以后只读了文字，表格没有分格，图片没有保留。")
    # Private-use and replacement characters: the fonts do not say which characters they draw.
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if odd > _ODD * len(text):
        yield Doubt("部分字体缺少字符对照，提取的文字可能有乱码，请核对。")
