"""A label in the metadata of a file that machines made it, put in without touching what it shows.

XMP, where each format has its place for it: a chunk of PNG, a segment of JPEG, a box of MP4 and
M4A, a tag before an MP3. The copy for the public has no other metadata (`portal.files.scrubbing`).
"""

from __future__ import annotations

import struct
import uuid
import zlib
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_JPEG_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_PNG_XMP: Final = b"XML:com.adobe.xmp"
_BOX_OF_XMP: Final = uuid.UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes
_OWNER_OF_XMP: Final = b"XMP\0"
_PNG_HEADER: Final = 8
_APP0, _APP1 = b"\xff\xe0", b"\xff\xe1"


def packet(field: str, namespace: str, text: str) -> bytes:
    """XMP that holds one field."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:label={quoteattr(namespace)}>'
        f"<label:{field}>{escape(text)}</label:{field}>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def labelled(data: bytes, kind: str, xmp: bytes) -> bytes:
    """The file with the packet in it; as it is where its kind has no place for one, or where the
    very packet stands in it already.
    """
    if xmp in data:
        return data
    match kind:
        case "png":
            return _in_png(data, xmp)
        case "jpeg":
            return _in_jpeg(data, xmp)
        case "mp4" | "m4a":
            # Behind all boxes, so that no offset moves.
            return data + struct.pack(">I4s", 24 + len(xmp), b"uuid") + _BOX_OF_XMP + xmp
        case "mp3":
            return _before_sound(xmp) + data
    return data


def _in_png(data: bytes, xmp: bytes) -> bytes:
    """Behind the header chunk."""
    (length,) = struct.unpack_from(">I", data, _PNG_HEADER)
    cut = _PNG_HEADER + 12 + length
    # Neither compressed, nor of a language, nor translated.
    body = b"iTXt" + _PNG_XMP + b"\0\0\0\0\0" + xmp
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:cut] + chunk + data[cut:]


def _in_jpeg(data: bytes, xmp: bytes) -> bytes:
    """Behind the JFIF header, which has to be first."""
    cut = 2
    if data[2:4] == _APP0:
        cut = 4 + struct.unpack_from(">H", data, 4)[0]
    body = _JPEG_XMP + xmp
    return data[:cut] + _APP1 + struct.pack(">H", len(body) + 2) + body + data[cut:]


def _before_sound(xmp: bytes) -> bytes:
    """An ID3v2.4 tag with one private frame."""
    frame = _OWNER_OF_XMP + xmp
    body = b"PRIV" + _seven_bits(len(frame)) + b"\0\0" + frame
    return b"ID3\x04\0\0" + _seven_bits(len(body)) + body


def _seven_bits(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
