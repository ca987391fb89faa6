"""Films as small as can be, with what cameras and telephones write into them."""

from __future__ import annotations

import struct

PLACE = b"+31.2304+121.4737/"
MAKER = b"Telephone of somebody"
FRAMES = bytes(range(256)) * 8


def box(kind: bytes, *parts: bytes) -> bytes:
    """One box."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def head(kind: bytes) -> bytes:
    """A head with the days on which it was made and changed."""
    return box(kind, bytes(4), b"\xde\xad\xbe\xef" * 2, bytes(84))


def track(kind: bytes) -> bytes:
    """A track of a kind of data."""
    handler = box(b"hdlr", bytes(8), kind, bytes(12))
    return box(b"trak", head(b"tkhd"), box(b"mdia", head(b"mdhd"), handler))


def mp4(*, brand: bytes = b"isom", told: bool = True) -> bytes:
    """A film of one track; one that tells names its place and its maker, twice."""
    notes = (box(b"udta", box(b"\xa9xyz", PLACE)), box(b"meta", MAKER)) if told else ()
    places = (track(b"meta"),) if told else ()
    moov = box(b"moov", head(b"mvhd"), track(b"vide"), *places, *notes)
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + len(FRAMES)) + FRAMES
    return box(b"ftyp", brand, bytes(4)) + moov + large


def mp3(*, told: bool = True) -> bytes:
    """Sound between its tags."""
    sound = b"\xff\xfb\x90\x00" + bytes(2000)
    if not told:
        return sound
    before = b"ID3\x04\x00\x00" + bytes([0, 0, 0, len(MAKER)]) + MAKER
    return before + sound + b"TAG" + MAKER.ljust(125, b"\0")
