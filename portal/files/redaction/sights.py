"""What a person sees while marking: one page as a picture."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from pypdfium2 import PdfiumError

from portal.files.formats.limits import DEFAULT_LIMITS
from portal.files.formats.pdfium import opened, picture
from portal.files.redaction.marks import Unredactable

_DPI = 110
_LONGEST = 1600
_DAMAGED = "文件已损坏，无法显示，请重新导出后上传。"


@dataclass(frozen=True, slots=True)
class Sight:
    """``png`` of a page; ``width`` and ``height`` in the units of marks (points or pixels)."""

    png: bytes
    width: float
    height: float
    pages: int


def sight(data: bytes, *, kind: str, page: int) -> Sight:
    """Page ``page`` (from 1) of a PDF, or a picture. Raises Unredactable."""
    if kind == "pdf":
        return _of_page(data, page)
    if kind in ("png", "jpeg"):
        return _of_picture(data)
    raise Unredactable("这种文件没有页面图，请按文字遮盖。")


def _of_page(data: bytes, number: int) -> Sight:
    try:
        with opened(data) as document:
            if not 1 <= number <= len(document):
                raise Unredactable("没有这一页。")
            page = document[number - 1]
            width, height = page.get_size()
            pixels = picture(page, dpi=_DPI)
            page.close()
            return Sight(_png(Image.fromarray(pixels)), width, height, len(document))
    except PdfiumError as error:
        raise Unredactable(_DAMAGED) from error


def _of_picture(data: bytes) -> Sight:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > DEFAULT_LIMITS.max_pixels:
                raise Unredactable(_DAMAGED)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unredactable(_DAMAGED) from error
    width, height = upright.size
    upright.thumbnail((_LONGEST, _LONGEST))
    return Sight(_png(upright), width, height, 1)


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
