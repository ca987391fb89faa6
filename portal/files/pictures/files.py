"""What a file shows in pictures: scans, half-scans, pictures on its pages and inside its parts."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.pdfium import Pixels, characters, opened, picture, pieces
from portal.files.pictures.calling import Reader, UnreadPicture
from portal.files.pictures.doubts import doubt_of
from portal.files.pictures.line import Line

DPI: Final = 170  # an A4 page is as long as what the models read at once
MOST_PICTURES: Final = 300  # of one file: about ten minutes
_PICTURE: Final = 0.005  # the part of a page that pictures take up; what exposure asks about
_CURVES: Final = 600  # more belong to letters turned into drawings, or to a map with names on it
_INK: Final = 0.0005  # the part of a page that is not paper
_PAPER: Final = 245
_SIDE: Final = 60  # pixels: a smaller picture in a part is a bullet or a rule
_MEDIA: Final = {"docx": "word/media/", "xlsx": "xl/media/", "ofd": ""}
_MADE_OF_DOTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_TOO_MANY: Final = f"图片和扫描页超过 {MOST_PICTURES} 处，其余未识别，请由人查看。"


@dataclass(frozen=True, slots=True)
class Reading:
    """One picture: ``page`` from 1 (0 where there are no pages), ``where`` in Chinese, the lines
    read, and ``doubt``: why a person has to look at it as well, empty when nobody has to.

    ``dpi`` is pixels an inch of a page's picture, 0 for a picture as it is stored.
    """

    page: int
    where: str
    lines: tuple[Line, ...]
    doubt: str
    dpi: int = 0


def read_file(data: bytes, *, kind: str) -> tuple[Reading, ...]:
    """Everything in a file that has to be looked at to be read, in order.

    Raises what the reader of the kind raises for a damaged file: PdfiumError, BadArchive.
    """
    with Reader() as reader:
        return tuple(_readings(data, kind, reader))


def _readings(data: bytes, kind: str, reader: Reader) -> Iterator[Reading]:
    if kind in ("png", "jpeg"):
        yield _reading(reader, data, 1, "图片")
    elif kind == "pdf":
        yield from _pages(data, reader)
    elif kind in _MEDIA:
        yield from _media(data, _MEDIA[kind], reader)


def _reading(reader: Reader, data: bytes, page: int, where: str, dpi: int = 0) -> Reading:
    try:
        lines = reader.read(data)
    except UnreadPicture as unread:
        return Reading(page, where, (), unread.message, dpi)
    return Reading(page, where, lines, doubt_of(lines, must_have_text=bool(dpi)), dpi)


def _pages(data: bytes, reader: Reader) -> Iterator[Reading]:
    for count, (number, pixels) in enumerate(pages_to_read(data)):
        where = f"第 {number} 页"
        if count >= MOST_PICTURES:
            yield Reading(number, where, (), _TOO_MANY, DPI)
            return
        yield _reading(reader, png(pixels), number, where, DPI)


def pages_to_read(data: bytes) -> Iterator[tuple[int, Pixels]]:
    """Numbers and pictures of the pages whose text layer does not tell all they show."""
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            try:
                pixels = picture(page, dpi=DPI) if _may_show_more(page) else None
            finally:
                page.close()
            if pixels is not None and (pixels < _PAPER).mean() > _INK:
                yield number + 1, pixels


def _may_show_more(page: pypdfium2.PdfPage) -> bool:
    drawn = pieces(page)
    width, height = page.get_size()
    shown = sum(
        max(piece.box[2] - piece.box[0], 0) * max(piece.box[3] - piece.box[1], 0)
        for piece in drawn
        if piece.kind == raw.FPDF_PAGEOBJ_IMAGE
    )
    if shown >= _PICTURE * width * height:
        return True
    if not any(one.text.isalnum() for one in characters(page)):
        return True
    curves = 0
    for piece in drawn:
        if piece.kind == raw.FPDF_PAGEOBJ_PATH:
            curves += _curves(piece.handle)
            if curves > _CURVES:
                return True
    return False


def _curves(path: ctypes.c_void_p) -> int:
    return sum(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, number))
        == raw.FPDF_SEGMENT_BEZIERTO
        for number in range(raw.FPDFPath_CountSegments(path))
    )


def png(pixels: Pixels) -> bytes:
    """A picture of a page as a file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _media(data: bytes, folder: str, reader: Reader) -> Iterator[Reading]:
    with open_archive(io.BytesIO(data)) as archive:
        check_contents(archive)
        count = 0
        for name in archive.namelist():
            if not name.startswith(folder):
                continue
            content = archive.read(name)
            if not content.startswith(_MADE_OF_DOTS) or _is_small(content):
                continue
            count += 1
            where = f"图片 {name.rpartition('/')[2]}"
            if count > MOST_PICTURES:
                yield Reading(0, where, (), _TOO_MANY)
                return
            yield _reading(reader, content, 0, where)


def _is_small(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            return min(image.size) < _SIDE // 3 or max(image.size) < _SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
