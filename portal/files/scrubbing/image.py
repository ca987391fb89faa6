"""Pictures: EXIF, XMP, text chunks and thumbnails go; the picture stays, upright."""

import io
import struct

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

_ORIENTATION = 0x0112
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
_PNG_HEADER = 8
# Chunks that make the picture; of others that claim to, nobody knows what they hold.
_PNG_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
# Optional chunks that change how it looks, with the most bytes they need: more is no look.
_PNG_LOOKS = {
    b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4, b"sBIT": 4, b"pHYs": 9,
    b"bKGD": 6, b"iCCP": 4 * 1024 * 1024,
}  # fmt: skip
_ADOBE = 14  # bytes of Adobe's segment with its length
_JFIF = 16  # bytes of a JFIF header with its length, without a thumbnail
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def scrub_jpeg(data: bytes) -> bytes:
    """A JPEG without metadata. Untouched pixels, unless EXIF said to turn them."""
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        upright_already = image.getexif().get(_ORIENTATION, 1) == 1
        if upright_already or not isinstance(image, JpegImageFile):
            return strip_jpeg(data)
        upright = ImageOps.exif_transpose(image)
        buffer = io.BytesIO()
        # The original tables and sampling: turning costs next to nothing in quality or size.
        upright.save(
            buffer,
            "JPEG",
            qtables=image.quantization,
            subsampling=get_sampling(image),
            icc_profile=image.info.get("icc_profile"),
        )
    return strip_jpeg(buffer.getvalue())


def scrub_png(data: bytes) -> bytes:
    """A PNG without metadata. Untouched pixels, unless EXIF said to turn them."""
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        if image.getexif().get(_ORIENTATION, 1) == 1:
            return strip_png(data)
        buffer = io.BytesIO()
        ImageOps.exif_transpose(image).save(buffer, "PNG")
    return strip_png(buffer.getvalue())


def strip_jpeg(data: bytes) -> bytes:
    """Drop metadata segments and whatever follows the end of the picture, without re-encoding.

    Kept are the JFIF header, the ICC profile and Adobe's colour transform, which change how the
    picture looks. Raises ValueError for a broken segment structure.
    """
    kept = [b"\xff\xd8"]
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise ValueError("broken JPEG segments")
        marker = data[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
            continue
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            position += 2
            continue
        length = struct.unpack_from(">H", data, position + 2)[0]
        end = position + 2 + length
        if length < 2:
            raise ValueError("broken JPEG segments")
        if marker == _SOS:
            end = _scan_end(data, end)
        if _is_picture(marker, length, data[position + 4 : position + 16]):
            kept.append(_without_thumbnail(data[position:end], marker))
        position = end
    kept.append(b"\xff\xd9")
    return b"".join(kept)


def strip_png(data: bytes) -> bytes:
    """Drop text, EXIF and time chunks and whatever follows the end, without re-encoding.

    Of an animation its first picture stays: nobody would have looked at the others.

    Raises ValueError for a broken chunk structure.
    """
    kept = [data[:_PNG_HEADER]]
    position = _PNG_HEADER
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            break
        if name in _PNG_PICTURE or length <= _PNG_LOOKS.get(name, -1):
            kept.append(data[position:end])
        if name == b"IEND":
            return b"".join(kept)
        position = end
    raise ValueError("broken PNG chunks")


def _is_picture(marker: int, length: int, head: bytes) -> bool:
    if marker == _APP0:
        return head.startswith(b"JFIF\0")
    if marker == _APP14:
        return length == _ADOBE and head.startswith(b"Adobe")
    if marker == _APP2:
        return head.startswith(b"ICC_PROFILE")
    return not (_APP0 <= marker <= _APP15 or marker == _COM)


def _without_thumbnail(segment: bytes, marker: int) -> bytes:
    """A JFIF header may hold a small picture of what the large one no longer shows."""
    if marker != _APP0:
        return segment
    told = segment[4:_JFIF].ljust(_JFIF - 4, b"\0")
    return segment[:2] + struct.pack(">H", _JFIF) + told + b"\0\0"


def _scan_end(data: bytes, position: int) -> int:
    """Where the data of a scan ends: at a marker that is neither stuffing nor restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        if data[position + 1] not in (0x00, 0xFF) and not 0xD0 <= data[position + 1] <= 0xD7:
            return position
        position += 1 if data[position + 1] == 0xFF else 2
