"""Pictures of a document as files of their own."""

import io
from typing import Final

import numpy as np
from PIL import Image

from portal.files.extraction.result import Part

MOST_BYTES: Final = 24 * 1024 * 1024  # of all pictures of one document
_LONGEST: Final = 1_800  # pixels: a longer picture is made smaller
_COLOURS: Final = 256  # a picture of more is a photograph
_QUALITY: Final = 88
_WHITE: Final = 220
_APART: Final = 40  # of 255: how much red stands out


def part_of(image: Image.Image) -> Part:
    """PNG for drawings, JPEG for photographs; nothing but the pixels is kept."""
    if max(image.size) > _LONGEST:
        image.thumbnail((_LONGEST, _LONGEST))
    buffer = io.BytesIO()
    if image.getcolors(_COLOURS) is not None:
        image.save(buffer, "PNG", optimize=True)
        return Part("png", buffer.getvalue())
    image.save(buffer, "JPEG", quality=_QUALITY)
    return Part("jpeg", buffer.getvalue())


def is_red(image: Image.Image) -> bool:
    """Whether a picture is drawn in red alone, as seals are."""
    pixels = np.asarray(image.convert("RGB")).astype(np.int16)
    inked = pixels.min(axis=2) < _WHITE
    red = (pixels[:, :, 0] - pixels[:, :, 1] > _APART) & (
        pixels[:, :, 0] - pixels[:, :, 2] > _APART
    )
    return bool(inked.any() and (inked & red).sum() > 0.8 * inked.sum())
