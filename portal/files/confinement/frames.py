"""How both sides speak: the length of a JSON text, the text, the bytes that belong to it.

No pickle, and nothing that names a class: the process at the other end may be a stranger's.
"""

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from portal.files.confinement.shapes import Misshapen

_HEAD: Final = struct.Struct("!Q")
_LONGEST_TEXT: Final = 256 * 1024 * 1024


def packed(text: Mapping[str, Any], raw: Sequence[bytes]) -> list[bytes]:
    """A message as the pieces to send, in order."""
    body = json.dumps({**text, "raw": [len(each) for each in raw]}, ensure_ascii=False)
    encoded = body.encode("utf-8", "surrogatepass")
    return [_HEAD.pack(len(encoded)), encoded, *raw]


def unpacked(read: Callable[[int], bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """A message from a source that gives exactly so many bytes. Raises Misshapen."""
    (length,) = _HEAD.unpack(read(_HEAD.size))
    if length > _LONGEST_TEXT:
        raise Misshapen("the text is too long")
    try:
        text = json.loads(read(length).decode("utf-8", "surrogatepass"))
        lengths = text.pop("raw")
        if not all(isinstance(each, int) and each >= 0 for each in lengths):
            raise Misshapen("no lengths")
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError) as error:
        raise Misshapen("no message") from error
    return text, [read(each) for each in lengths]
