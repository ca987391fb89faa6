"""Pictures of a sheet: told by their hash, opened only when they are set."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

# What both settings take as it is; anything else is drawn anew.
_KEPT: Final = {"PNG": "png", "JPEG": "jpg"}
# How wide a picture is without a word about it, and how large it may be (points).
_POINTS_A_PIXEL: Final = 0.75
WIDEST_PT: Final = 440.0
HIGHEST_PT: Final = 560.0


@dataclass(frozen=True)
class Picture:
    """A stored picture: the id by which the text names it, and the hash of what is shown."""

    file: str
    sha256: str
    opened: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Drawn:
    """A picture ready to be set: its bytes as PNG or JPEG (`kind`), width and height in points."""

    content: bytes
    kind: str
    width: float
    height: float


def drawn(picture: Picture) -> Drawn | None:
    """The picture as it is set; None when it is not there or no picture."""
    try:
        content = picture.opened()
        with Image.open(io.BytesIO(content)) as image:
            kind = _KEPT.get(image.format or "")
            width, height = image.size
            if kind is None:
                redrawn = io.BytesIO()
                image.convert("RGBA").save(redrawn, "PNG")
                content, kind = redrawn.getvalue(), "png"
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    wide, high = width * _POINTS_A_PIXEL, height * _POINTS_A_PIXEL
    scale = min(1.0, WIDEST_PT / wide, HIGHEST_PT / high)
    return Drawn(content, kind, wide * scale, high * scale)
