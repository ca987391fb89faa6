"""Pictures: words beside the pixels, and whether there are pixels enough for words."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image

from portal.files.exposure.result import Collector, Exposure
from portal.files.exposure.words import listed

# Pixels: lower than a line of legible characters, or too short for one.
_MIN_HEIGHT, _MIN_LENGTH = 8, 60
# Of what is read by OCR: it passes over anything lower.
_READABLE, _READABLE_HEIGHT = ("PNG", "JPEG"), 20
_TEXT = 100_000
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError)


def picture_exposure(data: bytes) -> Exposure:
    """What is stored beside the pixels as text; the pixels themselves are unread."""
    found = Collector()
    said = picture_words(data)
    if said is None:
        found.miss("整个文件", "图片无法打开", "file")
        return found.done()
    found.say("图片的附加信息", said)
    if shows_words(data):
        found.miss("图片", "图片没有文字层，其中的文字没有读出", "picture", picture="file")
    return found.done()


def picture_words(data: bytes) -> str | None:
    """EXIF, XMP, text chunks and comments; None for what is no picture.

    Only the head is read, no pixel is decoded.
    """
    image = _opened(data)
    if image is None:
        return None
    with image:
        try:
            return listed(_values(image))
        except _BROKEN:
            return ""


def shows_words(data: bytes) -> bool:
    """Whether a picture is large enough for a line of characters."""
    image = _opened(data)
    if image is None:
        return False
    with image:
        width, height = image.size
    return min(width, height) >= _MIN_HEIGHT and max(width, height) >= _MIN_LENGTH


def is_readable(data: bytes) -> bool:
    """Whether it is a picture of a kind that is read by OCR."""
    image = _opened(data)
    if image is None:
        return False
    with image:
        return image.format in _READABLE and min(image.size) >= _READABLE_HEIGHT


def _opened(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data))
    except (*_BROKEN, Image.DecompressionBombError):
        return None


def _values(image: Image.Image) -> Iterator[str]:
    for key, value in image.info.items():
        if key not in ("icc_profile", "exif"):
            yield from _words(value)
    exif = image.getexif()
    for tags in (exif, exif.get_ifd(0x8769), exif.get_ifd(0x8825)):
        for value in tags.values():
            yield from _words(value)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:_TEXT]
    elif isinstance(value, bytes):
        piece = value[:_TEXT]
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            yield piece.decode(encoding, "ignore").strip("\0")
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _words(each)
