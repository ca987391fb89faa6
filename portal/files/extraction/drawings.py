"""The pictures of a document on their way out: one part for each that a web page can show."""

from __future__ import annotations

import hashlib
import io
from typing import Final

from PIL import Image

from portal.files.extraction.result import Part, part_name
from portal.files.formats.limits import DEFAULT_LIMITS, MIB

_READ: Final = ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"]
_AS_THEY_ARE: Final = {"PNG": "png", "JPEG": "jpeg"}
# Of one document together: what comes back must stay within the budget of extraction.
_MOST_BYTES: Final = 40 * MIB
_MOST: Final = 300
_ERRORS: Final = (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError)


class Pictures:
    """Collects parts; a picture that is shown twice is one part."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._known: dict[str, str] = {}
        self._size = 0

    def add(self, data: bytes) -> str:
        """The name of the part for a picture, empty when no web page can show it."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._known:
            self._known[digest] = self._taken(data)
        return self._known[digest]

    def _taken(self, data: bytes) -> str:
        if len(self.parts) >= _MOST or self._size + len(data) > _MOST_BYTES:
            return ""
        part = _shown(data)
        if part is None:
            return ""
        self._size += len(part.data)
        self.parts.append(part)
        return part_name(len(self.parts) - 1)


def _shown(data: bytes) -> Part | None:
    """A picture as it is, or as PNG where its format is not one for the web."""
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as image:
            width, height = image.size
            if width * height > DEFAULT_LIMITS.max_pixels:
                return None
            kind = _AS_THEY_ARE.get(image.format or "")
            if kind is not None:
                return Part(kind, data)
            drawn = image.convert("RGBA" if image.has_transparency_data else "RGB")
            buffer = io.BytesIO()
            drawn.save(buffer, "PNG")
            return Part("png", buffer.getvalue())
    except _ERRORS:
        return None
