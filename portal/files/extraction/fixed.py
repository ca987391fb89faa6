"""PDF through pdfium."""

import unicodedata

import pypdfium2

from portal.files.extraction.result import ExtractedText, UnreadableFile, tidy
from portal.files.formats.pdfium import LOCK

_NAMED_PAGES = 10
# Fonts often map a common character to its twin among the radicals; search would never find it.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
}


def from_pdf(data: bytes) -> ExtractedText:
    """Text of all pages in order. Raises UnreadableFile, also for scans without a text layer."""
    try:
        with LOCK:
            pages = _read_pages(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = "PDF 设置了打开密码，无法读取文字，请取消密码后重新上传。"
        else:
            message = "PDF 不完整或已损坏，请重新导出后上传。"
        raise UnreadableFile(message) from error
    text = tidy("\n".join(pages)).translate(_RADICALS)
    if not text.strip():
        raise UnreadableFile("PDF 是扫描件，没有文字层，请先做文字识别（OCR）后再上传。")
    return ExtractedText(text, "pdf", None, len(pages), _doubts(pages))


def _read_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for index in range(len(document)):
            page = document[index]
            layer = page.get_textpage()
            pages.append(tidy(layer.get_text_bounded()))
            layer.close()
            page.close()
        return pages
    finally:
        document.close()


def _doubts(pages: list[str]) -> tuple[str, ...]:
    doubts = []
    blank = [str(number) for number, text in enumerate(pages, start=1) if not text.strip()]
    if blank:
        shown = "、".join(blank[:_NAMED_PAGES]) + (" 等" if len(blank) > _NAMED_PAGES else "")
        doubts.append(f"第 {shown} 页没有文字层，可能是扫描页，其中的文字未提取。")
    joined = "".join(pages)
    # Private-use and replacement characters: the fonts do not say which characters they draw.
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in joined)
    if odd > 0.05 * len(joined):
        doubts.append("部分字体缺少字符对照，提取的文字可能有乱码，请核对。")
    return tuple(doubts)
