"""What a file shows in pictures: scans, half-scans, pictures on its pages and inside its parts."""

import contextlib
import ctypes
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from portal.files.formats.archive import check_contents, open_archive
from portal.files.formats.pdfium import Pixels, characters, opened, picture, pieces
from portal.files.pictures.calls import Reader, UnreadPicture
from portal.files.pictures.doubts import doubt_of
from portal.files.pictures.line import Line
from portal.files.pictures.page import ScannedPage

DPI: Final = 170  # an A4 page is as long as what the models read at once
BATCH: Final = 8  # pictures drawn at once: some ten megabytes
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


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to be read: a PNG or JPEG, of a page or as it is stored.

    ``page``, ``where`` and ``dpi`` are those of its `Reading`; ``place`` is what `shots` goes on
    behind.
    """

    page: int
    where: str
    data: bytes
    dpi: int
    place: int


def shots(
    data: bytes, *, kind: str, after: int = 0, most: int = BATCH, wordless: bool = False
) -> tuple[Shot, ...]:
    """The next pictures of a file that have to be looked at to be read; none when that was all.

    ``wordless``: of a PDF only the pages without a text layer.
    Raises what the reader of the kind raises for a damaged file: PdfiumError, BadArchive.
    """
    if kind in ("png", "jpeg"):
        found = iter((Shot(1, "图片", data, 0, 1),) if not after else ())
    elif kind == "pdf":
        found = _pages(data, after, _is_wordless if wordless else _may_show_more)
    elif kind in _MEDIA:
        found = _media(data, _MEDIA[kind], after)
    else:
        found = iter(())
    return tuple(itertools.islice(found, most))


class Draw(Protocol):
    """`shots`, or the same in a process of its own."""

    def __call__(self, data: bytes, *, kind: str, after: int) -> tuple[Shot, ...]: ...


def scanned_pages(data: bytes, *, kind: str, draw: Draw) -> Iterator[ScannedPage]:
    """The pages of a file that are pictures, read one after another; one that cannot be read is
    left out. ``draw`` gives the pages without words. Raises as `draw` does.
    """
    count = after = 0
    with Reader() as reader:
        while batch := draw(data, kind=kind, after=after):
            for shot in batch:
                count += 1
                if count > MOST_PICTURES:
                    return
                with contextlib.suppress(UnreadPicture):
                    yield reader.page(shot.data, shot.page)
            after = batch[-1].place


def read_file(data: bytes, *, kind: str, draw: Draw = shots) -> tuple[Reading, ...]:
    """Everything in a file that has to be looked at to be read, in order. Raises as `draw` does."""
    with Reader() as reader:
        return tuple(_readings(data, kind, draw, reader))


def _readings(data: bytes, kind: str, draw: Draw, reader: Reader) -> Iterator[Reading]:
    count = after = 0
    while batch := draw(data, kind=kind, after=after):
        for shot in batch:
            count += 1
            if count > MOST_PICTURES:
                yield Reading(shot.page, shot.where, (), _TOO_MANY, shot.dpi)
                return
            yield _reading(shot, reader)
        after = batch[-1].place


def _reading(shot: Shot, reader: Reader) -> Reading:
    try:
        lines = reader.read(shot.data)
    except UnreadPicture as unread:
        return Reading(shot.page, shot.where, (), unread.message, shot.dpi)
    doubt = doubt_of(lines, must_have_text=bool(shot.dpi))
    return Reading(shot.page, shot.where, lines, doubt, shot.dpi)


def _pages(data: bytes, after: int, wanted: Callable[[pypdfium2.PdfPage], bool]) -> Iterator[Shot]:
    """The wanted pages behind the first `after`, those left out that show nothing."""
    with opened(data) as document:
        for number in range(after, len(document)):
            page = document[number]
            try:
                pixels = picture(page, dpi=DPI) if wanted(page) else None
            finally:
                page.close()
            if pixels is not None and (pixels < _PAPER).mean() > _INK:
                yield Shot(number + 1, f"第 {number + 1} 页", png(pixels), DPI, number + 1)


def _is_wordless(page: pypdfium2.PdfPage) -> bool:
    return not any(one.text.isalnum() for one in characters(page))


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
    if _is_wordless(page):
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


def _media(data: bytes, folder: str, after: int) -> Iterator[Shot]:
    with open_archive(io.BytesIO(data)) as archive:
        check_contents(archive)
        for place, name in enumerate(archive.namelist()[after:], after + 1):
            if not name.startswith(folder):
                continue
            content = archive.read(name)
            if content.startswith(_MADE_OF_DOTS) and not _is_small(content):
                yield Shot(0, f"图片 {name.rpartition('/')[2]}", content, 0, place)


def _is_small(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            return min(image.size) < _SIDE // 3 or max(image.size) < _SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
