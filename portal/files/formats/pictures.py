"""What a picture says of itself, and where it ends: read from its structure, nothing unpacked."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_EOI, _SOS = 0xD9, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
# Frames: baseline to lossless; C4, C8 and CC in between are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def pixels(data: bytes) -> int:
    """How many pixels a PNG or JPEG says it has; 0 for anything else and for what is broken."""
    try:
        if data.startswith(_PNG):
            width, height = struct.unpack_from(">II", data, 16)
            return int(width * height)
        if data.startswith(_JPEG):
            return _frame_pixels(data)
    except struct.error:
        return 0
    return 0


def picture_end(data: bytes) -> int:
    """Where a sound PNG or JPEG ends; whatever stands behind that is no picture.

    The length of the data for anything else, and where no end is found.
    """
    try:
        if data.startswith(_PNG):
            return _png_end(data)
        if data.startswith(_JPEG):
            return _jpeg_end(data)
    except struct.error:
        return len(data)
    return len(data)


def _png_end(data: bytes) -> int:
    position = len(_PNG)
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        position += 12 + length
        if name == b"IEND":
            return min(position, len(data))
    return len(data)


def _jpeg_end(data: bytes) -> int:
    position = 2
    while position + 2 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == _EOI:
            return position + 2
        position = _next_marker(data, position, marker)
        if marker == _SOS:
            position = _scan_end(data, position)
    return len(data)


def _frame_pixels(data: bytes) -> int:
    position = 2
    while position + 2 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return int(width * height)
        if marker in (_SOS, _EOI):
            return 0
        position = _next_marker(data, position, marker)
    return 0


def _next_marker(data: bytes, position: int, marker: int) -> int:
    if marker == 0xFF:  # a fill byte
        return position + 1
    if marker in _STANDALONE:
        return position + 2
    return position + 2 + max(2, int(struct.unpack_from(">H", data, position + 2)[0]))


def _scan_end(data: bytes, position: int) -> int:
    """Where the data of a scan ends: at a marker that is neither stuffing nor restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        following = data[position + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return position
        position += 1 if following == 0xFF else 2
