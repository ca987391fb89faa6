"""OFD (GB/T 33190-2016): text in reading order, tables, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from portal.files.extraction.laid import told
from portal.files.extraction.ofdleaves import Drawn, drawn_pages
from portal.files.extraction.parts import MOST_BYTES, is_red, part_of
from portal.files.extraction.result import (
    Doubt,
    ExtractedText,
    Part,
    UnreadableFile,
    part_name,
    tidy,
)
from portal.files.formats.archive import BadArchive, open_archive
from portal.files.formats.limits import DEFAULT_LIMITS
from portal.files.formats.ofd import OfdMembers
from portal.files.formats.xml import XML_ERRORS
from portal.files.layout import Sheet, lay_out
from portal.text.model import Text

_DAMAGED = "OFD 文件结构已损坏，请重新导出，或转换为 PDF 后上传。"
_NO_TEXT = "OFD 里没有文字，可能是扫描件，请先做文字识别（OCR）后再上传。"
_UNREAD = "这一页的图片没有读出，请对照原件补充。"
_WHOLE = (0.0, 0.0, 1.0, 1.0)


def from_ofd(data: bytes) -> ExtractedText:
    """Text of all pages in order. Raises UnreadableFile, BadArchive."""
    try:
        with open_archive(io.BytesIO(data)) as archive:
            members = OfdMembers(archive)
            pages = _pages(members)
            sheets = lay_out([page.leaf for page in pages])
            parts, files, doubts = _pictures(members, pages, sheets)
    except (*XML_ERRORS, RecursionError) as error:
        raise UnreadableFile(_DAMAGED) from error
    found = told(sheets, files)
    text = "\n".join(found.lines)
    if not text.strip():
        raise UnreadableFile(_NO_TEXT)
    return ExtractedText(
        text,
        "ofd",
        None,
        len(pages),
        (*found.doubts, *doubts, *_blank(pages)),
        Text(tuple(found.blocks)),
        tuple(found.origins),
        parts,
        tuple(found.places),
    )


def every_line(data: bytes) -> str:
    """All that the pages say, heads and page numbers too, line by line from top to bottom.

    Raises UnreadableFile, BadArchive.
    """
    try:
        with open_archive(io.BytesIO(data)) as archive:
            pages = _pages(OfdMembers(archive))
    except (*XML_ERRORS, RecursionError) as error:
        raise UnreadableFile(_DAMAGED) from error
    text = tidy("\n".join(row.text for page in pages for row in page.leaf.rows))
    if not text.strip():
        raise UnreadableFile(_NO_TEXT)
    return text


def _pages(members: OfdMembers) -> list[Drawn]:
    pages = drawn_pages(members)
    if not pages:
        raise UnreadableFile(_DAMAGED)
    return pages


def _pictures(
    members: OfdMembers, pages: Sequence[Drawn], sheets: Sequence[Sheet]
) -> tuple[tuple[Part, ...], dict[tuple[int, int], str], list[Doubt]]:
    """The pictures of the text, the file each is to name by page and number, and doubts."""
    parts: list[Part] = []
    files: dict[tuple[int, int], str] = {}
    doubts: list[Doubt] = []
    size = 0
    for sheet in sheets:
        for item in sheet.items:
            if item.picture is None:
                continue
            image = _image(members, pages[sheet.number - 1].pictures[item.picture])
            if image is not None and is_red(image):
                continue  # a seal
            part = part_of(image) if image is not None else None
            size += len(part.data) if part is not None else 0
            if part is None or size > MOST_BYTES:
                doubts.append(Doubt(_UNREAD, page=sheet.number, box=_WHOLE))
                continue
            files[sheet.number, item.picture] = part_name(len(parts))
            parts.append(part)
    return tuple(parts), files, doubts


def _image(members: OfdMembers, path: str) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(members.content(path))) as image:
            if image.width * image.height > DEFAULT_LIMITS.max_pixels:
                return None
            return image.convert("RGB")
    except (BadArchive, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _blank(pages: Sequence[Drawn]) -> Iterator[Doubt]:
    for number, page in enumerate(pages, start=1):
        if page.pictures and not any(row.text.strip() for row in page.leaf.rows):
            sentence = f"第 {number} 页只有图片，可能是扫描页，其中的文字未提取。"
            yield Doubt(sentence, page=number, box=_WHOLE)
