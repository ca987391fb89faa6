"""PDF through pdfium."""

import itertools
import re
import unicodedata
from typing import Any

import pypdfium2

from portal.files.extraction.result import Doubt, ExtractedText, UnreadableFile, doubts_of, tidy
from portal.files.formats.pdfium import LOCK

_NAMED_PAGES = 10
# In points: what is thinner is a rule, what is longer the side of a cell.
_RULE, _CELL = 3.0, 8.0
_FEWEST_BOXES = 3
_MOST_PATHS = 2_000
_HYPHEN = re.compile("(?<![A-Za-z])[\xad\x02\ufffe]|[\xad\x02\ufffe](?![A-Za-z])")
# Fonts often map a common character to its twin among the radicals; search would never find it.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
}


def from_pdf(data: bytes) -> ExtractedText:
    """Text of all pages in order. Raises UnreadableFile, also for scans without a text layer."""
    try:
        with LOCK:
            pages, ruled = _read_pages(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = "PDF 设置了打开密码，无法读取文字，请取消密码后重新上传。"
        else:
            message = "PDF 不完整或已损坏，请重新导出后上传。"
        raise UnreadableFile(message) from error
    text = tidy("\n".join(pages)).translate(_RADICALS)
    if not text.strip():
        raise UnreadableFile("PDF 是扫描件，没有文字层，请先做文字识别（OCR）后再上传。")
    return ExtractedText(text, "pdf", None, len(pages), _doubts(pages, ruled))


def _read_pages(data: bytes) -> tuple[list[str], list[int]]:
    """The text of every page, and the numbers of the pages with a table drawn on them."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages: list[str] = []
        ruled: list[int] = []
        for index in range(len(document)):
            page = document[index]
            layer = page.get_textpage()
            pages.append(tidy(printed_hyphens(layer.get_text_bounded())))
            layer.close()
            if _has_table(page):
                ruled.append(index + 1)
            page.close()
        return pages, ruled
    finally:
        document.close()


def _has_table(page: Any) -> bool:
    """Whether rules are drawn on a page that cross each other, or cells as boxes."""
    across = down = boxes = 0
    paths = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,), max_depth=2)
    for drawn in itertools.islice(paths, _MOST_PATHS):
        left, bottom, right, top = drawn.get_bounds()
        width, height = right - left, top - bottom
        across += width > _CELL and height < _RULE
        down += height > _CELL and width < _RULE
        boxes += width > _CELL and height > _CELL
    return (across > 1 and down > 1) or boxes > _FEWEST_BOXES


def printed_hyphens(text: str) -> str:
    """Text of a page with the hyphens it shows.

    A page prints its soft hyphens; only the one that parts a Latin word at the end of a line,
    where pdfium joins the halves, is no character of the text.
    """
    return _HYPHEN.sub("-", text)


def _doubts(pages: list[str], ruled: list[int]) -> tuple[Doubt, ...]:
    doubts = []
    if ruled:
        shown = _listed(ruled)
        doubts.append(
            f"第 {shown} 页有表格，各格的文字已排成一行，空格和合并的格没有保留，请对照原件核对。"
        )
    blank = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if blank:
        shown = _listed(blank)
        doubts.append(f"第 {shown} 页没有文字层，可能是扫描页，其中的文字未提取。")
    joined = "".join(pages)
    # Private-use and replacement characters: the fonts do not say which characters they draw.
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in joined)
    if odd > 0.05 * len(joined):
        doubts.append("部分字体缺少字符对照，提取的文字可能有乱码，请核对。")
    return doubts_of(doubts)


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:_NAMED_PAGES]))
    return shown + (" 等" if len(numbers) > _NAMED_PAGES else "")
