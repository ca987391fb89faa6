"""Opaque cursors: where a reader stands, packed so that nobody takes it apart. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

_LONGEST = 400
_LARGEST = 2**63 - 1


class BadCursor(ValueError):
    """Not a cursor that was given out."""


def pack(*parts: str | int | None) -> str:
    """The parts as one word that fits into an address."""
    text = json.dumps(parts, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def unpack(cursor: str, count: int) -> list[Any]:
    """The parts of a cursor of `count` parts: texts, whole numbers or None. Raises BadCursor."""
    if len(cursor) > _LONGEST or not cursor.isascii():
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor from error
    if not isinstance(parts, list) or len(parts) != count:
        raise BadCursor
    if not all(part is None or type(part) in (str, int) for part in parts):
        raise BadCursor
    if any(isinstance(part, int) and not 0 <= part <= _LARGEST for part in parts):
        raise BadCursor
    return parts
