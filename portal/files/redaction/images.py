"""Pictures: the pixels are overwritten, and nothing but the pixels is kept."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from portal.files.boxes import Box
from portal.files.formats.limits import DEFAULT_LIMITS
from portal.files.formats.pdfium import Pixels
from portal.files.redaction.marks import Mark, Unredactable, boxes_by_page
from portal.files.redaction.pixels import burnt, window

_BLOCK = 16  # pixels: a JPEG is packed in squares, and the squares a mark cuts through change
_JPEG_NOISE = 6  # of 255: what unpacking and packing may round
_JPEG_BLACK = 40
_DAMAGED = "图片已损坏或过大，请重新保存后再遮盖。"


def redact_image(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The upright picture with the marks black, without metadata, previews or other frames.

    A PNG keeps every other pixel; a JPEG is packed anew, as finely as it goes. Raises
    Unredactable.
    """
    boxes = _boxes(marks)
    with _opened(data) as image:
        pixels = burnt(_upright(image), boxes, 1.0)
        if any(_is_outside(box, pixels) for box in boxes):
            raise Unredactable("遮盖的范围在图片以外，请重新标出。")
        # Finer tables than any camera's: packing again changes next to nothing elsewhere.
        fine = {"quality": 98, "subsampling": 0} if image.format == "JPEG" else {}
        made = Image.fromarray(pixels)
        if image.mode in ("L", "1"):
            made = made.convert("L")
        buffer = io.BytesIO()
        made.save(buffer, str(image.format), **fine)
    return buffer.getvalue()


def verify_image(before: bytes, after: bytes, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Problems in Chinese: pixels under the marks, pixels elsewhere, anything beside pixels."""
    with _opened(before) as old, _opened(after) as new:
        first, second = _upright(old), _upright(new)
        lossy = new.format == "JPEG"
        told = {
            key
            for key in new.info
            if key
            not in ("jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "adobe_transform")
        }
        if old.format != new.format or first.shape != second.shape:
            return ("图片的格式或大小变了。",)
    problems = []
    if told:
        problems.append("图片里还留有附加信息。")
    apart = np.abs(first.astype(np.int16) - second.astype(np.int16)).max(axis=2)
    rim = _BLOCK if lossy else 0
    for box in _boxes(marks):
        left, top, right, bottom = window(box, 1.0, second.shape)
        if second[top:bottom, left:right].max(initial=0) > (_JPEG_BLACK if lossy else 0):
            problems.append("遮盖的范围没有全部涂黑。")
        apart[max(top - rim, 0) : bottom + rim, max(left - rim, 0) : right + rim] = 0
    if apart.max(initial=0) > (_JPEG_NOISE if lossy else 0):
        problems.append("遮盖范围以外的画面变了。")
    return tuple(dict.fromkeys(problems))


def _boxes(marks: Sequence[Mark]) -> list[Box]:
    pages = boxes_by_page(marks)
    if set(pages) - {1} or not pages:
        raise Unredactable("图片要用范围标出遮盖的内容。")
    return pages[1]


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if image.width * image.height > DEFAULT_LIMITS.max_pixels:
            raise Unredactable(_DAMAGED)
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unredactable(_DAMAGED) from error
    return image


def _upright(image: Image.Image) -> Pixels:
    """Height × width × 3; what is transparent is laid on white, as a browser shows it."""
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        shown = upright.convert("RGBA")
        ground = Image.new("RGBA", shown.size, "white")
        upright = Image.alpha_composite(ground, shown)
    return np.asarray(upright.convert("RGB"))


def _is_outside(box: Box, pixels: Pixels) -> bool:
    left, top, right, bottom = window(box, 1.0, pixels.shape)
    return right <= left or bottom <= top
